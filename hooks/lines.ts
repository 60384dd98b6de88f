import type { NoteEvent, RolloutEvent } from "../rollout/events.ts";
import type { Evidence } from "../rollout/evidence.ts";
import { duration } from "../rollout/time.ts";

/** A line for Pulumi's display. */
export interface Line {
  level: "info" | "warning" | "error";
  text: string;
  /** Shown while the resource is worked on, and not kept. */
  passing?: boolean;
}

/** What Pulumi shows of one event while a rollout is followed; undefined for what says nothing new. */
export function lineOf(event: RolloutEvent | NoteEvent): Line | undefined {
  switch (event.type) {
    case "rollout": {
      const { status, workload, elapsedSeconds, deadlineSeconds } = event;
      const time = `${duration(elapsedSeconds)} of ${duration(deadlineSeconds)}`;
      if (status.phase === "complete")
        return { level: "info", text: `${workload.name}: ${status.message} after ${duration(elapsedSeconds)}` };
      if (status.phase === "progressing")
        return { level: "info", text: `${workload.name}: ${status.message} (${time})`, passing: true };
      return undefined;
    }
    case "job":
      return jobLine(event);
    case "podLog":
      if (event.workload.kind === "Job") return { level: "info", text: `${event.pod}: ${event.line}` };
      return { level: "warning", text: `${event.pod}/${event.container}: ${event.line}` };
    case "clusterEvent":
      return { level: "warning", text: `${event.object}: ${event.reason}: ${event.message}` };
    case "note":
      return { level: event.level, text: event.message };
  }
}

/** Its failure is Pulumi's error, and told there. */
function jobLine({ status }: Extract<RolloutEvent, { type: "job" }>): Line {
  const { phase, message } = status;
  if (phase === "waiting" || phase === "running") return { level: "info", text: message, passing: true };
  return { level: phase === "succeeded" ? "info" : "warning", text: message };
}

/** The evidence as a person reads it in Pulumi's diagnostics: the cause, the last log lines, the commands for more. */
export function evidenceText({ workload, cause, containers, commands }: Evidence, maxLines = 15): string {
  const name = `${workload.namespace}/${workload.name}`;
  const logs = containers.flatMap(({ pod, container, log, previousLog }) => {
    const lines = (log.length > 0 ? log : previousLog).slice(-maxLines);
    return lines.length === 0
      ? []
      : [`the end of the log of ${pod}/${container}:`, ...lines.map((line) => `  ${line}`)];
  });
  return [
    cause === undefined ? `${name} did not roll out` : `${name}: ${cause.message} [${cause.code}]`,
    ...logs,
    "more:",
    ...commands.map((command) => `  ${command}`),
  ].join("\n");
}
