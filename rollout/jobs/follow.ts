import { setTimeout as sleep } from "node:timers/promises";
import { apiStatus } from "../../cluster/apiError.ts";
import type { Cluster } from "../../cluster/cluster.ts";
import { Cleaner } from "../evidence/clean.ts";
import type { Emit } from "../events.ts";
import type { WorkloadRef } from "../verdict.ts";
import { captureJob } from "./capture.ts";
import { jobFacts, type JobFacts, type JobSnapshot } from "./job.ts";
import { JobLogs } from "./logs.ts";
import { isOver, jobStatus, type JobStatus } from "./status.ts";

export interface FollowJobOptions {
  /** Hears `job` on each change and once a second, and `podLog` for each line it writes. */
  emit: Emit;
  /** Ends following; the Job itself goes on. */
  signal: AbortSignal;
  /** Time for all of it, in seconds, from now. */
  deadlineSeconds: number;
  /** Tells of one that has succeeded before it is first seen, too. */
  finished?: boolean;
}

const askMs = 250;
const heartbeatMs = 1000;
/** How long the end waits for the log lines that go with it. */
const logPatienceMs = 1000;

/**
 * Follows a Job until it has succeeded, failed, or is out of time. While the API server is away it is asked again.
 * @returns undefined where it was over when it was first seen: it ran in a release before
 * @throws DOMException AbortError when `signal` is aborted
 */
export async function followJob(
  cluster: Cluster,
  workload: WorkloadRef,
  { emit, signal, deadlineSeconds, finished = false }: FollowJobOptions,
): Promise<JobStatus | undefined> {
  const since = Date.now();
  const cleaner = new Cleaner(cluster, workload.namespace);
  const logs = new JobLogs(cluster, workload, cleaner, emit, signal);
  const told = { text: "", at: 0 };
  let ranBefore: boolean | undefined;
  let seen: JobStatus | undefined;
  for (;;) {
    const now = Date.now();
    const snapshot = await lookAt(cluster, workload, signal);
    if (snapshot?.job !== undefined) {
      logs.look(snapshot);
      const status = jobStatus(snapshot, now, since);
      ranBefore ??= !finished && status.phase === "succeeded";
      if (ranBefore) return undefined;
      if (isOver(status)) {
        await Promise.race([logs.settled(), sleep(logPatienceMs)]);
        const clean = await cleaner.by(snapshot.pods.flatMap(({ spec }) => spec ?? []));
        const ended = cleanedStatus(status, clean);
        tell(ended, jobFacts(snapshot.job));
        return ended;
      }
      tell(status, jobFacts(snapshot.job));
      seen = status;
    } else if (snapshot !== undefined && seen !== undefined) {
      return gone(workload, seen);
    }
    if (now - since > deadlineSeconds * 1000) return outOfTime(workload, deadlineSeconds);
    await sleep(askMs, undefined, { signal });
  }

  function tell(status: JobStatus, facts: JobFacts | undefined): void {
    const text = JSON.stringify({ ...status, seconds: 0 });
    const now = Date.now();
    if (facts === undefined || (text === told.text && now - told.at < heartbeatMs)) return;
    Object.assign(told, { text, at: now });
    emit({ type: "job", at: now, workload, ...facts, status, deadlineSeconds });
  }
}

function cleanedStatus(status: JobStatus, clean: (text: string) => string): JobStatus {
  const message = clean(status.message);
  return {
    ...status,
    message,
    ...(status.cause && { cause: { ...status.cause, message: clean(status.cause.message) } }),
  };
}

async function lookAt(cluster: Cluster, workload: WorkloadRef, signal: AbortSignal): Promise<JobSnapshot | undefined> {
  try {
    return await captureJob(cluster, workload);
  } catch (error) {
    signal.throwIfAborted();
    // Who may not look at Jobs learns nothing by asking again.
    if (apiStatus(error)?.code === 403) throw error;
    return undefined;
  }
}

/** By somebody's hand, by its schedule (concurrency: Replace), or with what it belongs to. It does not come back. */
function gone(workload: WorkloadRef, seen: JobStatus): JobStatus {
  const { namespace, name } = workload;
  const message = `job ${name} was deleted before its end was seen`;
  const cause = {
    ...{ code: "JobFailed" as const, message, object: { kind: "Job", namespace, name } },
    command: `kubectl get events -n ${namespace} --field-selector involvedObject.name=${name}`,
  };
  return { ...seen, phase: "failed", message, cause };
}

function outOfTime(workload: WorkloadRef, seconds: number): JobStatus {
  const { namespace, name } = workload;
  const message = `nobody could tell within ${seconds} s how job ${name} ended`;
  const cause = {
    ...{ code: "JobTimedOut" as const, message, object: { kind: "Job", namespace, name } },
    command: `kubectl describe job -n ${namespace} ${name}`,
  };
  return { phase: "timedOut", message, attempt: 1, attempts: 1, seconds, cause };
}
