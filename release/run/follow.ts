import type { V1Job } from "@kubernetes/client-node";
import { errorText } from "../../errors/errorText.ts";
import { isNotFound } from "../../cluster/apiError.ts";
import { patiently } from "../../records/patiently.ts";
import type { ReleaseRecord } from "../../records/record.ts";
import type { Emit } from "../../rollout/events.ts";
import { collectEvidence } from "../../rollout/evidence.ts";
import { followJob } from "../../rollout/jobs/follow.ts";
import type { JobStatus } from "../../rollout/jobs/status.ts";
import type { WorkloadRef } from "../../rollout/verdict.ts";
import { jobsAfter } from "../jobs/jobRuns.ts";
import { closedBy } from "./close.ts";
import type { RunContext } from "./context.ts";

/** How a run ended, as far as it was followed. */
export interface RunOutcome {
  workload: WorkloadRef;
  /** Absent where nobody follows it any more: it goes on. */
  status?: JobStatus;
  /** Absent where it was begun by somebody whose record is gone. */
  record?: ReleaseRecord;
  /** It was on its way already. */
  joined: boolean;
}

/** How much longer than the Job's own deadline its end is waited for, in seconds. */
const margin = 30;
/** Of a schedule that was adopted without a deadline, in seconds. */
const longest = 604_800;
/** Lines kept of its log. */
const maxLines = 200;

/** Follows a run to its end, which closes its record. */
export async function followRun(
  job: V1Job,
  record: ReleaseRecord | undefined,
  context: Pick<RunContext, "cluster" | "records" | "emit" | "signal">,
): Promise<RunOutcome> {
  const { cluster, records, emit, signal } = context;
  const { namespace = "", name = "" } = job.metadata ?? {};
  const workload = { kind: "Job" as const, namespace, name };
  const deadlineSeconds = (job.spec?.activeDeadlineSeconds ?? longest) + margin;
  let known = record;
  const hear: Emit = (event) => {
    if (event.type === "job" && known !== undefined) known = { ...known, jobs: jobsOfRun(known, event) };
    emit(event);
  };
  const options = { emit: hear, signal, deadlineSeconds, finished: true };
  const status = await followJob(cluster, workload, options).catch((error: unknown) => {
    if (signal.aborted) return undefined;
    throw error;
  });
  const outcome = { workload, joined: false };
  if (status === undefined) return { ...outcome, ...(known === undefined ? {} : { record: known }) };
  if (known === undefined) return { ...outcome, status };
  const closed = closedBy(known, status, new Date().toISOString());
  await patiently(() => records.save(closed));
  if (status.phase !== "succeeded") {
    await keepEvidence(closed, workload, status, context);
    await endStuck(job, context);
  }
  await records.prune().catch(() => undefined);
  return { ...outcome, status, record: closed };
}

function jobsOfRun(record: ReleaseRecord, event: Parameters<typeof jobsAfter>[1]): ReturnType<typeof jobsAfter> {
  const version = record.jobs?.[0]?.version ?? "";
  return jobsAfter(record, event).map((run) => ({ ...run, version }));
}

/** Never fatal: the run has ended as it has. */
async function keepEvidence(
  record: ReleaseRecord,
  workload: WorkloadRef,
  { cause }: JobStatus,
  { cluster, records, emit }: Pick<RunContext, "cluster" | "records" | "emit">,
): Promise<void> {
  try {
    const known = cause === undefined ? {} : { cause };
    const evidence = await collectEvidence(cluster, workload, { redact: [], maxLines, ...known });
    await records.saveEvidence(record, [evidence]);
  } catch (error) {
    const text = errorText(error);
    emit({ type: "note", at: Date.now(), level: "warning", message: `the log is not on record: ${text}` });
  }
}

/** One that cannot start would go on trying until its deadline, in the way of the schedule's next run. */
async function endStuck(job: V1Job, { cluster, emit }: Pick<RunContext, "cluster" | "emit">): Promise<void> {
  const { namespace = "", name = "" } = job.metadata ?? {};
  try {
    const live = await cluster.batch.readNamespacedJob({ namespace, name });
    const over = (live.status?.conditions ?? []).some(
      ({ type, status }) => status === "True" && /^(Complete|Failed|FailureTarget|SuccessCriteriaMet)$/.test(type),
    );
    if (over) return;
    const body = [{ op: "add", path: "/spec/activeDeadlineSeconds", value: 1 }];
    await cluster.batch.patchNamespacedJob({ namespace, name, body });
  } catch (error) {
    if (isNotFound(error)) return;
    const text = errorText(error);
    const message = `Job ${name} may still be there, trying to start: ${text}; kubectl delete job -n ${namespace} ${name}`;
    emit({ type: "note", at: Date.now(), level: "warning", message });
  }
}
