import { randomBytes } from "node:crypto";
import type { V1Job } from "@kubernetes/client-node";
import { isNotFound, rootMessage } from "../../cluster/apiError.ts";
import type { Cluster } from "../../cluster/cluster.ts";
import { versionLabel } from "../../components/objects/labels.ts";
import type { JobRun } from "../../records/jobRun.ts";
import type { ReleaseRecord } from "../../records/record.ts";
import type { RolloutEvent, Emit } from "../../rollout/events.ts";
import { followJob } from "../../rollout/jobs/follow.ts";
import type { Cause, WorkloadRef } from "../../rollout/verdict.ts";
import type { ReleaseContext } from "../context.ts";
import { jobsAfter } from "./jobRuns.ts";
import { undoJob } from "./undoJob.ts";

/** An undo that did not come about. */
export interface UndoFailure {
  run: JobRun;
  message: string;
  /** Where it ran. */
  workload?: WorkloadRef;
  cause?: Cause;
}

/** How much longer than the Job's own deadline its end is waited for, in seconds. */
const margin = 30;

/**
 * Takes back what jobs did, one after the other, the newest first; each becomes a run of `record`. Ends at the first that
 * fails; where one cannot be, none is.
 */
export async function undoRuns(
  runs: readonly JobRun[],
  record: ReleaseRecord,
  context: Pick<ReleaseContext, "cluster" | "records" | "emit" | "signal">,
): Promise<UndoFailure | undefined> {
  const undos: Undo[] = [];
  // Before any of them runs: data half taken back is what no version was made for.
  for (const run of runs) {
    const found = await undoOf(run, context.cluster).catch((error: unknown) => notUndone(run, error));
    if ("message" in found) return found;
    undos.push(found);
  }
  for (const [index, one] of undos.entries()) {
    const failure = await undo(one, record, context).catch((error: unknown) => notUndone(one.run, error));
    if (failure !== undefined) noteStanding(undos.slice(index), failure.message, record);
    // Kept at once: whoever comes after a kill must know what the data has been through.
    await context.records.save(record).catch(() => undefined);
    if (failure !== undefined) return failure;
  }
  return undefined;
}

/** On record is each that did not come about: the data may be half taken back, and somebody has to go on from there. */
function noteStanding([one, ...notBegun]: readonly Undo[], message: string, record: ReleaseRecord): void {
  const { jobs = [] } = record;
  const known = one === undefined || jobs.some(({ runs, undoes }) => runs === "undo" && undoes === one.name);
  record.jobs = [
    ...jobs,
    ...(known ? [] : [{ ...standing(one, message), result: "failed" as const }]),
    ...notBegun.map((other) => standing(other, `not begun, as that of ${one?.run.job ?? "another"} failed`)),
  ];
}

function standing({ run, name }: Undo, reason: string): JobRun {
  const { service, job, older, version, namespace } = run;
  const of = { service, job, older, version, ...(namespace === undefined ? {} : { namespace }) };
  return { ...of, runs: "undo", result: "skipped", undoes: name, reason };
}

function notUndone(run: JobRun, error: unknown): UndoFailure {
  const why = rootMessage(error);
  return { run, message: `job ${run.job} of ${run.service} is not undone: ${why}` };
}

/** What takes back a run: a Job made from its own. */
interface Undo {
  run: JobRun;
  /** Of the run's own Job. */
  name: string;
  body: V1Job;
}

async function undoOf(run: JobRun, cluster: Cluster): Promise<Undo | UndoFailure> {
  const live = await liveJob(run, cluster);
  const name = live?.metadata?.name ?? run.name ?? "";
  const body = live === undefined ? undefined : undoJob(live, randomBytes(4).toString("hex"));
  if (body !== undefined) return { run, name, body };
  return { run, message: `job ${run.job} of ${run.service} cannot be undone: its Job ${name} is gone` };
}

async function undo(
  { run, name, body }: Undo,
  record: ReleaseRecord,
  { cluster, emit, signal }: Pick<ReleaseContext, "cluster" | "emit" | "signal">,
): Promise<UndoFailure | undefined> {
  const namespace = run.namespace ?? "";
  const made = await cluster.batch.createNamespacedJob({ namespace, body });
  const workload: WorkloadRef = { kind: "Job", namespace, name: made.metadata?.name ?? "" };
  // The record may be of a release to another one.
  const ofItsVersion = (job: JobRun): JobRun => (job.name === workload.name ? { ...job, version: run.version } : job);
  const hear: Emit = (event: RolloutEvent | Parameters<Emit>[0]) => {
    if (event.type === "job") record.jobs = jobsAfter(record, event, name).map(ofItsVersion);
    emit(event);
  };
  const deadlineSeconds = (made.spec?.activeDeadlineSeconds ?? 0) + margin;
  const status = await followJob(cluster, workload, { emit: hear, signal, deadlineSeconds, finished: true });
  if (status === undefined || status.phase === "succeeded") return undefined;
  return { run, message: status.message, workload, ...(status.cause === undefined ? {} : { cause: status.cause }) };
}

async function liveJob({ namespace = "", name, service, job, version }: JobRun, cluster: Cluster) {
  if (name === undefined) {
    const of = { "releases/service": service, "releases/job": job, "app.kubernetes.io/version": versionLabel(version) };
    const labelSelector = [...Object.entries(of).map(([key, value]) => `${key}=${value}`), "releases/job-runs!=undo"];
    const { items } = await cluster.batch.listNamespacedJob({ namespace, labelSelector: labelSelector.join(",") });
    return items[0];
  }
  return cluster.batch.readNamespacedJob({ namespace, name }).catch((error: unknown) => {
    if (isNotFound(error)) return undefined;
    throw error;
  });
}
