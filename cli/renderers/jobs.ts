import type { JobRun } from "../../records/jobRun.ts";
import type { ReleaseEvent } from "../../release/events.ts";
import type { Style } from "./style.ts";
import { formatSeconds } from "./units.ts";

type JobEvent = Extract<ReleaseEvent, { type: "job" }>;

/** `shop job migrate  succeeded  4.1 s` */
export function jobLine({ service, job, runs, status, deadlineSeconds }: JobEvent, style: Style): string {
  const name = `${style.bold(service)} ${runs === "run" ? "run" : `job ${job}`}${runs === "undo" ? " (undo)" : ""}`;
  const { phase, attempt, attempts, exitCode, seconds, message } = status;
  const which = attempts > 1 ? `, attempt ${attempt} of ${attempts}` : "";
  const before = exitCode === undefined ? "" : `, exit code ${exitCode} before`;
  switch (phase) {
    case "succeeded":
      return `${name}  ${style.good("done")}${which}  ${style.dim(formatSeconds(seconds))}`;
    case "failed":
    case "timedOut":
      return `${name}  ${style.bad(phase === "failed" ? "failed" : "timed out")}: ${message}`;
    case "waiting":
    case "running": {
      const time = style.dim(`${formatSeconds(seconds)} of ${formatSeconds(deadlineSeconds)}`);
      return `${name}  ${phase === "running" ? "runs" : "waits for its pod"}${which}${before}  ${time}`;
    }
  }
}

/** How a job of a release ended: `migrate (before) succeeded in 4.1 s, exit code 0`. */
export function jobRunText(run: JobRun, style: Style): string {
  const { job, runs, result, seconds, exitCode, attempts = 1, reason } = run;
  const word =
    result === "succeeded" ? style.good(result) : result === "skipped" ? style.warn(result) : style.bad(result);
  const facts = [
    ...(seconds === undefined ? [] : [formatSeconds(seconds)]),
    ...(exitCode === undefined ? [] : [`exit code ${exitCode}`]),
    ...(attempts > 1 ? [`${attempts} attempts`] : []),
    ...(result === "skipped" && reason !== undefined && reason !== "" ? [reason] : []),
  ];
  return `${job} (${runs}) ${word}${facts.length === 0 ? "" : `: ${facts.join(", ")}`}`;
}

/** A word a job for the history's table: `migrate ✔ 4.1 s`. */
export function jobsInShort(jobs: readonly JobRun[]): string {
  return jobs
    .map(({ job, runs, result, seconds, exitCode }) => {
      const name = runs === "undo" ? `undo ${job}` : job;
      if (result === "skipped") return `${name} skipped`;
      const time = seconds === undefined ? "" : ` ${formatSeconds(seconds)}`;
      return result === "succeeded"
        ? `${name}${time}`
        : `${name} ${result}${exitCode === undefined ? "" : ` (${exitCode})`}${time}`;
    })
    .join(", ");
}
