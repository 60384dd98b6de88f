import { omit } from "../../components/config/omit.ts";
import { processState } from "../../host/thisProcess.ts";
import { isNotFound } from "../../cluster/apiError.ts";
import type { Cluster } from "../../cluster/cluster.ts";
import type { JobRun } from "../../records/jobRun.ts";
import type { ReleaseRecord } from "../../records/record.ts";
import { captureJob } from "../../rollout/jobs/capture.ts";
import { jobFacts } from "../../rollout/jobs/job.ts";
import { jobStatus, type JobStatus } from "../../rollout/jobs/status.ts";
import type { ReleaseContext } from "../context.ts";
import { jobsAfter } from "../jobs/jobRuns.ts";
import { endOf } from "../schedule.ts";

/** The record as its Job's end leaves it. Pure. */
export function closedBy(
  record: ReleaseRecord,
  { phase, message, cause }: Pick<JobStatus, "phase" | "message" | "cause">,
  endedAt: string,
): ReleaseRecord {
  const rest = omit(record, "reason", "process");
  if (phase === "succeeded") return { ...rest, result: "succeeded", endedAt };
  // Of one that was deleted nothing told the end.
  const result = phase === "timedOut" ? ("timed out" as const) : ("failed" as const);
  const jobs = record.jobs?.map((run) => (run.result === "running" ? { ...run, result } : run));
  const known = { ...(jobs === undefined ? {} : { jobs }), ...(cause === undefined ? {} : { cause }) };
  return { ...rest, ...known, result: "failed", reason: message, endedAt };
}

/**
 * The records with the ends of runs that nobody followed to it (Ctrl-C, a kill), as their Jobs tell. Those that go on stay
 * open. Saves nothing: for whoever only looks.
 */
export async function withEnds(records: readonly ReleaseRecord[], cluster: Cluster): Promise<ReleaseRecord[]> {
  return Promise.all(
    records.map(async (record) => {
      if (record.kind !== "run" || record.result !== "running") return record;
      // Whoever may not look at Jobs sees what is on record.
      return endedRun(record, cluster).catch(() => record);
    }),
  );
}

/** Closes those records for good, but for what a process of this machine follows; returns a sentence for each. */
export async function closeRuns(
  records: readonly ReleaseRecord[],
  { cluster, records: store }: Pick<ReleaseContext, "cluster" | "records">,
): Promise<string[]> {
  const unseen = records.filter(({ process }) => process === undefined || processState(process) !== "runs");
  const ended = await withEnds(unseen, cluster);
  const closed = ended.filter((record, index) => record !== unseen[index]);
  for (const record of closed) await store.save(record);
  return closed.map(({ id, jobs = [], result }) => `run ${id} of ${jobs[0]?.service ?? "?"} ended "${result}" unseen`);
}

async function endedRun(record: ReleaseRecord, cluster: Cluster): Promise<ReleaseRecord> {
  const [run] = record.jobs ?? [];
  const job = run === undefined ? undefined : await jobOf(run, cluster);
  if (run === undefined || job === undefined) return mayBeFollowed(record, Date.now()) ? record : gone(record);
  const workload = { kind: "Job" as const, namespace: run.namespace ?? "", name: run.name ?? "" };
  const end = endOf(job);
  if (end === undefined) return record;
  const status = jobStatus(await captureJob(cluster, workload), Date.now(), 0);
  const facts = jobFacts(job);
  const event = { type: "job" as const, at: 0, workload, status, deadlineSeconds: 0 };
  const jobs = facts === undefined ? [run] : jobsAfter(record, { ...event, ...facts });
  return { ...closedBy(record, status, end.endedAt), jobs: jobs.map((one) => ({ ...one, version: run.version })) };
}

/** From a record to its Job, where nobody can say whether its process lives. Ms. */
const toBeginMs = 60_000;

/**
 * Whether somebody may be about to begin the Job, or to tell how it ended: then the record is that process's to close.
 * Pure but for the look at this machine's processes.
 */
export function mayBeFollowed({ process, startedAt }: ReleaseRecord, now: number): boolean {
  const state = process === undefined ? "elsewhere" : processState(process);
  return state === "elsewhere" ? now - Date.parse(startedAt) < toBeginMs : state === "runs";
}

function gone(record: ReleaseRecord): ReleaseRecord {
  return { ...omit(record, "process"), result: "interrupted", reason: "its Job is gone, and nobody saw its end" };
}

async function jobOf({ namespace = "", name = "" }: JobRun, cluster: Cluster) {
  try {
    return await cluster.batch.readNamespacedJob({ namespace, name });
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}
