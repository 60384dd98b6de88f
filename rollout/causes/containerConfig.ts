import { containerTitle, newContainers } from "./containers.ts";
import { outwaited } from "../patience.ts";
import { eventLasting, podCause, quoted, waitingSeconds, type CauseRule } from "./context.ts";

/** The kubelet's caches fill a moment after the pod arrives; a new namespace gets its root certificate in a moment, too. */
const stillSyncing =
  /kube-root-ca\.crt|failed to sync (configmap|secret) cache|timed out waiting for the condition|not registered/i;
const missing = /(configmaps?|secrets?) ".*" not found|couldn't find key|references non-existent (config|secret) key/i;

/** The container cannot be made from what it refers to: a missing ConfigMap, Secret or key; a user it may not run as. */
export const containerConfig: CauseRule = (context) => {
  for (const container of newContainers(context)) {
    const waiting = container.status.state?.waiting;
    const message = waiting?.message ?? "";
    if (waiting?.reason !== "CreateContainerConfigError" || stillSyncing.test(message)) continue;
    const title = containerTitle(container);
    if (isMissingConfig(message)) {
      const failing = eventLasting(
        context,
        container.pod,
        (event) => event.reason === "Failed" && isMissingConfig(event.message ?? ""),
      );
      const waited = outwaited(
        context,
        "configuration",
        failing?.seconds ?? waitingSeconds(context, container.pod, container.name),
      );
      if (waited === undefined) continue;
      return podCause(container.pod, {
        code: "ConfigMissing",
        message: `${title} needs configuration that is not there: ${quoted(message)}${waited}`,
        container: container.name,
      });
    }
    return podCause(container.pod, {
      code: "ContainerConfigInvalid",
      message: `${title} cannot be created as it is declared: ${quoted(message)}`,
      container: container.name,
    });
  }
  return undefined;
};

/** Whether a kubelet's text says that a ConfigMap, a Secret or a key of one is missing. */
export function isMissingConfig(text: string): boolean {
  return missing.test(text) && !stillSyncing.test(text);
}
