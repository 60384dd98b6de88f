import { versionOfJobsBefore } from "../../parameters/jobs.ts";
import type { ServiceParameters } from "../../parameters/serviceParameters.ts";
import type { JobRun } from "../../records/jobRun.ts";
import type { ReleaseRecord } from "../../records/record.ts";
import type { RolloutEvent } from "../../rollout/events.ts";
import type { JobStatus } from "../../rollout/jobs/status.ts";

type JobEvent = Extract<RolloutEvent, { type: "job" }>;

const results: Record<JobStatus["phase"], JobRun["result"]> = {
  waiting: "running",
  running: "running",
  succeeded: "succeeded",
  failed: "failed",
  timedOut: "timed out",
};

/** The record's jobs as an event leaves them. Pure. */
export function jobsAfter(
  { jobs = [], changes }: Pick<ReleaseRecord, "jobs" | "changes">,
  event: JobEvent,
  undoes?: string,
): JobRun[] {
  const { workload, status, service, job, runs, older } = event;
  const { phase, attempt, exitCode, seconds, message } = status;
  const change = changes.find((one) => one.service === service);
  const run: JobRun = {
    ...{ service, job, runs, older, namespace: workload.namespace, name: workload.name },
    version: change === undefined ? "" : versionOf(change.after, runs),
    result: results[phase],
    attempts: attempt,
    ...(exitCode === undefined ? {} : { exitCode }),
    seconds,
    ...(phase === "failed" || phase === "timedOut" ? { reason: message } : {}),
    ...(undoes === undefined ? {} : { undoes }),
  };
  const at = jobs.findIndex(({ name }) => name === workload.name);
  return at < 0 ? [...jobs, run] : jobs.with(at, run);
}

function versionOf(parameters: ServiceParameters, runs: JobRun["runs"]): string {
  return runs === "before" ? versionOfJobsBefore(parameters) : parameters.release.version;
}
