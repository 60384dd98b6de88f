import type { V1Pod } from "@kubernetes/client-node";
import { nameOf } from "../snapshot.ts";
import { duration } from "../time.ts";
import { isMissingConfig } from "./containerConfig.ts";
import { eventLasting, podCause, quoted, type CauseRule } from "./context.ts";

/** A volume of a new pod cannot be attached or mounted. One made of a missing ConfigMap or Secret is doomed soon. */
export const mounting: CauseRule = (context) => {
  for (const pod of context.pods.filter(isNotStarted)) {
    const failing = eventLasting(
      context,
      pod,
      ({ reason }) => reason === "FailedMount" || reason === "FailedAttachVolume",
    );
    if (failing === undefined) continue;
    const text = failing.last.message ?? "";
    if (isMissingConfig(text)) {
      if (failing.seconds < context.limits.configGraceSeconds) continue;
      return podCause(pod, {
        code: "ConfigMissing",
        message: `pod ${nameOf(pod)} mounts configuration that is not there: ${quoted(text)}`,
      });
    }
    if (failing.seconds < context.limits.mountGraceSeconds) continue;
    return podCause(pod, {
      code: "VolumeNotMounted",
      message: `pod ${nameOf(pod)} has waited ${duration(failing.seconds)} for a volume: ${quoted(text)}`,
    });
  }
  return undefined;
};

/** The node cannot make the pod's sandbox: its network, mostly. */
export const sandbox: CauseRule = (context) => {
  for (const pod of context.pods.filter(isNotStarted)) {
    const failing = eventLasting(context, pod, ({ reason }) => reason === "FailedCreatePodSandBox");
    if (failing === undefined || failing.seconds < context.limits.sandboxGraceSeconds) continue;
    return podCause(pod, {
      code: "SandboxFailed",
      message: `node ${pod.spec?.nodeName ?? ""} has failed to set up pod ${nameOf(pod)} for ${duration(failing.seconds)}: ${quoted(failing.last.message)}`,
    });
  }
  return undefined;
};

/** Events stay after what they tell of has passed: they only count while no container of the pod has run. */
function isNotStarted(pod: V1Pod): boolean {
  const statuses = [...(pod.status?.initContainerStatuses ?? []), ...(pod.status?.containerStatuses ?? [])];
  return !statuses.some(
    ({ state, lastState }) =>
      state?.running !== undefined || state?.terminated !== undefined || lastState?.terminated !== undefined,
  );
}
