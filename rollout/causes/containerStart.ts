import type { V1ContainerStateTerminated } from "@kubernetes/client-node";
import { outwaited } from "../patience.ts";
import { containerTitle, newContainers } from "./containers.ts";
import { eventLasting, podCause, quoted, type CauseRule } from "./context.ts";
import { nodePatience } from "./onItsWay.ts";

const reasons = ["CreateContainerError", "RunContainerError", "StartError", "PreStartHookError", "PostStartHookError"];

/** What no second try changes: the program is not in the image, or nobody may run it. */
const definite =
  /no such file or directory|executable file not found|permission denied|exec format error|(is|not) a directory/i;
/** But what a device's driver says, which a new node has only after a while. */
const ofDevices = /nvidia|running (prestart |createRuntime )?hook|CDI device/i;

/** The container runtime cannot make or start a container of a new pod: at once where trying again is no use. */
export const containerStart: CauseRule = (context) => {
  for (const container of newContainers(context)) {
    const waiting = container.status.state?.waiting;
    if (!reasons.includes(waiting?.reason ?? "")) continue;
    const text = waiting?.message ?? "";
    const failing = eventLasting(context, container.pod, ({ reason }) => reason === "Failed" || reason === "BackOff");
    const seconds = failing?.seconds ?? 0;
    const waited = isDefinite(text)
      ? ""
      : outwaited(context, nodePatience(context, container.pod, "sandbox", text), seconds);
    if (waited === undefined) continue;
    return podCause(container.pod, {
      code: "CannotStart",
      message: `${containerTitle(container)} could not be started: ${startErrorText(text)}${waited}`,
      container: container.name,
    });
  }
  return undefined;
};

/** The runtime wraps its errors four deep; the last part says what happened. */
export function startErrorText(text: string | undefined): string {
  return quoted((text ?? "").replace(/^.*unable to start container process: /s, "").replace(/: unknown$/, ""));
}

/** Whether a container ended because it could not be started at all. */
export function isStartError(end: V1ContainerStateTerminated): boolean {
  return end.reason === "StartError" || end.reason === "ContainerCannotRun";
}

/** Whether it could not, and never will. */
export function isDefiniteStartError(end: V1ContainerStateTerminated): boolean {
  return isStartError(end) && isDefinite(end.message ?? "");
}

function isDefinite(text: string): boolean {
  return definite.test(text) && !ofDevices.test(text);
}
