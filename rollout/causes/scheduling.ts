import type { V1PersistentVolumeClaim, V1Pod, V1PodCondition } from "@kubernetes/client-node";
import { outwaited } from "../patience.ts";
import { eventsOf, nameOf } from "../snapshot.ts";
import { lastingSeconds, podCause, quoted, type CauseRule, type RolloutContext } from "./context.ts";
import { nodeIsComing, nodeIsRecovering, sinceRoom, volumeIsComing } from "./onItsWay.ts";

const aboutVolumes =
  /persistentvolumeclaim|unbound immediate|didn't find available persistent volumes|volume node affinity/i;

/** No node takes a new pod, for longer than draining, ending pods or an autoscaler explain. */
export const scheduling: CauseRule = (context) => {
  for (const pod of context.pods) {
    const condition = unschedulable(pod);
    if (condition === undefined || aboutVolumes.test(condition.message ?? "")) continue;
    const seconds = sinceRoom(context, lastingSeconds(context, condition.lastTransitionTime));
    const coming = nodeIsComing(context, pod) || nodeIsRecovering(condition.message);
    const waited = outwaited(context, coming ? "node" : "schedule", seconds);
    if (waited === undefined) continue;
    return podCause(pod, {
      code: "Unschedulable",
      message: `no node has taken pod ${nameOf(pod)}: ${quoted(condition.message)}${waited}`,
    });
  }
  return undefined;
};

/** A new pod waits for a PersistentVolumeClaim that is missing or does not bind. */
export const volumeBinding: CauseRule = (context) => {
  for (const pod of context.pods) {
    const condition = unschedulable(pod);
    if (condition === undefined || !aboutVolumes.test(condition.message ?? "")) continue;
    const seconds = sinceRoom(context, lastingSeconds(context, condition.lastTransitionTime));
    const claims = unboundClaims(context, pod);
    const coming = claims.some(({ claim }) => claim !== undefined && volumeIsComing(context, claim));
    const waited = outwaited(context, coming ? "provision" : "volume", seconds);
    if (waited === undefined) continue;
    const namespace = pod.metadata?.namespace ?? "default";
    const what = claims.map(({ title }) => title).join(", ") || "its volume";
    return podCause(pod, {
      code: "VolumeNotBound",
      message: `pod ${nameOf(pod)} waits for ${what}: ${quoted(whyUnbound(context, claims) ?? condition.message)}${waited}`,
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

interface UnboundClaim {
  /** `PersistentVolumeClaim data (Pending, 1Gi of class standard)` */
  title: string;
  /** Undefined where it is missing. */
  claim: V1PersistentVolumeClaim | undefined;
}

function unboundClaims({ snapshot }: RolloutContext, pod: V1Pod): UnboundClaim[] {
  return (pod.spec?.volumes ?? []).flatMap(({ persistentVolumeClaim }): UnboundClaim[] => {
    if (persistentVolumeClaim === undefined) return [];
    const name = persistentVolumeClaim.claimName;
    const claim = snapshot.claims.find((candidate) => nameOf(candidate) === name);
    if (claim === undefined) return [{ title: `PersistentVolumeClaim ${name} (missing)`, claim }];
    if (claim.status?.phase === "Bound") return [];
    const size = claim.spec?.resources?.requests?.storage ?? "size unknown";
    const storageClass = claim.spec?.storageClassName;
    const kind = storageClass === undefined || storageClass === "" ? "without a class" : `of class ${storageClass}`;
    return [{ title: `PersistentVolumeClaim ${name} (${claim.status?.phase ?? "Pending"}, ${size} ${kind})`, claim }];
  });
}

/** The provisioner's own words say more than the scheduler's. */
function whyUnbound({ snapshot }: RolloutContext, claims: readonly UnboundClaim[]): string | undefined {
  const events = claims.flatMap(({ claim }) => (claim === undefined ? [] : eventsOf(snapshot, claim)));
  return events.findLast(({ reason }) => reason === "ProvisioningFailed")?.message;
}
