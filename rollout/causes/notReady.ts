import { containerTitle, newContainers } from "./containers.ts";
import { podCause, type CauseRule } from "./context.ts";
import { allowance, lastFailure } from "./probeKill.ts";

/** A new container runs, but its startup or readiness probe never succeeded. Waiting may help: asked only when the time is over. */
export const notReady: CauseRule = (context) => {
  for (const container of newContainers(context)) {
    const { spec, status } = container;
    if (container.init || status.ready || status.state?.running === undefined) continue;
    if (spec?.startupProbe !== undefined && status.started !== true) {
      return podCause(container.pod, {
        code: "StartupProbeFailed",
        message: `${containerTitle(container)} has not started by its startup probe, which ${allowance(spec.startupProbe)}${lastFailure(context, container, "startup")}`,
        container: container.name,
      });
    }
    const failure = lastFailure(context, container, "readiness");
    return podCause(container.pod, {
      code: "NeverReady",
      message: `${containerTitle(container)} runs but is never ready${failure === "" ? "" : `; its readiness probe fails${failure}`}`,
      container: container.name,
    });
  }
  return undefined;
};
