import type { V1Pod } from "@kubernetes/client-node";
import { outwaited } from "../patience.ts";
import { nameOf } from "../snapshot.ts";
import { isMissingConfig } from "./containerConfig.ts";
import { eventLasting, podCause, quoted, type CauseRule } from "./context.ts";
import { nodePatience, sinceRoom } from "./onItsWay.ts";

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
      const waited = outwaited(context, "configuration", failing.seconds);
      if (waited === undefined) continue;
      return podCause(pod, {
        code: "ConfigMissing",
        message: `pod ${nameOf(pod)} mounts configuration that is not there: ${quoted(text)}${waited}`,
      });
    }
    // What an old pod still holds comes free with its end.
    const seconds = sinceRoom(context, failing.seconds);
    const waited = outwaited(context, nodePatience(context, pod, "volume", text), seconds);
    if (waited === undefined) continue;
    return podCause(pod, {
      code: "VolumeNotMounted",
      message: `pod ${nameOf(pod)} waits for a volume: ${quoted(text)}${waited}`,
    });
  }
  return undefined;
};

/** The node cannot make the pod's sandbox: its network, mostly. */
export const sandbox: CauseRule = (context) => {
  for (const pod of context.pods.filter(isNotStarted)) {
    const failing = eventLasting(context, pod, ({ reason }) => reason === "FailedCreatePodSandBox");
    if (failing === undefined) continue;
    const text = failing.last.message ?? "";
    const waited = outwaited(context, nodePatience(context, pod, "sandbox", text), failing.seconds);
    if (waited === undefined) continue;
    return podCause(pod, {
      code: "SandboxFailed",
      message: `node ${pod.spec?.nodeName ?? ""} fails to set up pod ${nameOf(pod)}: ${quoted(text)}${waited}`,
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
