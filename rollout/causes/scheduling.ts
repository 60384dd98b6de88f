import type { V1Pod, V1PodCondition } from "@kubernetes/client-node";
import { eventsOf, nameOf } from "../snapshot.ts";
import { duration } from "../time.ts";
import { lastingSeconds, podCause, quoted, type CauseRule, type RolloutContext } from "./context.ts";

const aboutVolumes =
  /persistentvolumeclaim|unbound immediate|didn't find available persistent volumes|volume node affinity/i;

/** No node takes a new pod, for longer than draining, ending pods or an autoscaler explain. */
export const scheduling: CauseRule = (context) => {
  for (const pod of context.pods) {
    const condition = unschedulable(pod);
    if (condition === undefined || aboutVolumes.test(condition.message ?? "")) continue;
    const seconds = lastingSeconds(context, condition.lastTransitionTime);
    if (seconds < grace(context, pod)) continue;
    return podCause(pod, {
      code: "Unschedulable",
      message: `no node has taken pod ${nameOf(pod)} for ${duration(seconds)}: ${quoted(condition.message)}`,
    });
  }
  return undefined;
};

/** A new pod waits for a PersistentVolumeClaim that is missing or does not bind. */
export const volumeBinding: CauseRule = (context) => {
  for (const pod of context.pods) {
    const condition = unschedulable(pod);
    if (condition === undefined || !aboutVolumes.test(condition.message ?? "")) continue;
    const seconds = lastingSeconds(context, condition.lastTransitionTime);
    if (seconds < context.limits.volumeBindGraceSeconds) continue;
    const namespace = pod.metadata?.namespace ?? "default";
    const claims = unboundClaims(context, pod);
    return podCause(pod, {
      code: "VolumeNotBound",
      message: `pod ${nameOf(pod)} has waited ${duration(seconds)} for ${claims.join(", ") || "its volume"}: ${quoted(condition.message)}`,
      command: `kubectl describe pvc -n ${namespace}`,
    });
  }
  return undefined;
};

function unschedulable(pod: V1Pod): V1PodCondition | undefined {
  return (pod.status?.conditions ?? []).find(
    ({ type, status, reason }) => type === "PodScheduled" && status === "False" && reason === "Unschedulable",
  );
}

function grace({ snapshot, limits }: RolloutContext, pod: V1Pod): number {
  const scalingUp = eventsOf(snapshot, pod).some(({ reason }) => reason === "TriggeredScaleUp");
  return scalingUp ? limits.scaleUpGraceSeconds : limits.unschedulableGraceSeconds;
}

/** `PersistentVolumeClaim data (Pending, 1Gi of class standard)` for each claim of the pod that is not bound. */
function unboundClaims({ snapshot }: RolloutContext, pod: V1Pod): string[] {
  return (pod.spec?.volumes ?? []).flatMap(({ persistentVolumeClaim }) => {
    if (persistentVolumeClaim === undefined) return [];
    const name = persistentVolumeClaim.claimName;
    const claim = snapshot.claims.find((candidate) => nameOf(candidate) === name);
    if (claim === undefined) return [`PersistentVolumeClaim ${name} (missing)`];
    if (claim.status?.phase === "Bound") return [];
    const size = claim.spec?.resources?.requests?.storage ?? "size unknown";
    const storageClass = claim.spec?.storageClassName;
    const kind = storageClass === undefined || storageClass === "" ? "without a class" : `of class ${storageClass}`;
    return [`PersistentVolumeClaim ${name} (${claim.status?.phase ?? "Pending"}, ${size} ${kind})`];
  });
}
