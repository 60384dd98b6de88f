import type { V1ContainerStateTerminated, V1Pod } from "@kubernetes/client-node";
import { stuckBy } from "../causes.ts";
import { contextOf, quoted } from "../causes/context.ts";
import { defaultLimits } from "../limits.ts";
import { duration, milliseconds } from "../time.ts";
import type { Cause } from "../verdict.ts";
import { asRollout, jobFacts, type JobSnapshot } from "./job.ts";

export interface JobStatus {
  /** `timedOut`: its deadline is over. */
  phase: "waiting" | "running" | "succeeded" | "failed" | "timedOut";
  message: string;
  /** The attempt that runs or ran last, from 1, and how many there may be. */
  attempt: number;
  attempts: number;
  /** Of the attempt that ended last. */
  exitCode?: number;
  /** How long it has run, all attempts together. */
  seconds: number;
  cause?: Cause;
}

/** How long no pod may be made before that is a verdict: another release may give quota back. In seconds. */
const refusedPatience = 15;

/**
 * What one moment says of a Job. Pure.
 * @param since when it began to be followed, ms since 1970
 */
export function jobStatus(snapshot: JobSnapshot, now: number, since: number): JobStatus {
  const { job, pods } = snapshot;
  const attempts = (job?.spec?.backoffLimit ?? 0) + 1;
  const ends = pods.flatMap((pod) => endOf(pod) ?? []);
  const last = ends.at(-1);
  const told = { attempt: Math.min(Math.max(1, pods.length), attempts), attempts, seconds: ranSeconds(snapshot, now) };
  const counted = { ...told, ...(last === undefined ? {} : { exitCode: last.end.exitCode }) };
  const title = titleOf(snapshot);
  if (
    ends.some(({ pod }) => pod.status?.phase === "Succeeded") ||
    holds(snapshot, ["Complete", "SuccessCriteriaMet"])
  ) {
    return { ...counted, phase: "succeeded", message: `${title} succeeded after ${duration(told.seconds)}` };
  }
  if (overdue(snapshot)) return failed(snapshot, { ...counted, phase: "timedOut" }, last?.pod);
  const failures = pods.filter(({ status }) => status?.phase === "Failed").length;
  if (failures >= attempts || holds(snapshot, ["Failed", "FailureTarget"])) {
    return failed(snapshot, { ...counted, phase: "failed" }, last?.pod);
  }
  const stuck = stuckCause(snapshot, now, since);
  if (stuck !== undefined) return { ...counted, phase: "failed", message: `${title}: ${stuck.message}`, cause: stuck };
  const running = pods.some(({ status }) => status?.phase === "Running");
  const which = attempts === 1 ? "" : `, attempt ${told.attempt} of ${attempts}`;
  const before = last === undefined ? "" : ` (exit code ${last.end.exitCode} before)`;
  return running
    ? { ...counted, phase: "running", message: `${title} runs${which}${before}` }
    : { ...counted, phase: "waiting", message: `${title} waits for its pod${which}${before}` };
}

export function isOver({ phase }: JobStatus): boolean {
  return phase === "succeeded" || phase === "failed" || phase === "timedOut";
}

/** `job migrate of shop`, `the run of backup` */
function titleOf({ job, workload }: JobSnapshot): string {
  const facts = job === undefined ? undefined : jobFacts(job);
  if (facts === undefined) return `job ${workload.name}`;
  if (facts.runs === "run") return `the run of ${facts.service}`;
  return `job ${facts.job}${facts.runs === "undo" ? " (undo)" : ""} of ${facts.service}`;
}

function failed(
  snapshot: JobSnapshot,
  status: Omit<JobStatus, "message" | "cause"> & { phase: "failed" | "timedOut" },
  pod: V1Pod | undefined,
): JobStatus {
  const { namespace, name } = snapshot.workload;
  const deadline = snapshot.job?.spec?.activeDeadlineSeconds ?? 0;
  const { exitCode, attempt, attempts, phase, seconds } = status;
  const exits = exitCode === undefined ? "failed" : `exited with code ${exitCode}${reasonOf(pod)}`;
  const times = attempts === 1 ? `after ${duration(seconds)}` : `in attempt ${attempt} of ${attempts}`;
  const message =
    phase === "timedOut"
      ? `${titleOf(snapshot)} was not over after ${duration(deadline)} (deadline)`
      : `${titleOf(snapshot)} ${exits} ${times}`;
  const object = { kind: "Job", namespace, name };
  const of = pod?.metadata?.name ?? `job/${name}`;
  const code = phase === "timedOut" ? "JobTimedOut" : "JobFailed";
  return { ...status, message, cause: { code, message, object, command: `kubectl logs -n ${namespace} ${of}` } };
}

function reasonOf(pod: V1Pod | undefined): string {
  const reason = pod === undefined ? undefined : endOf(pod)?.end.reason;
  return reason === "OOMKilled" ? " (out of memory)" : "";
}

function overdue({ job }: JobSnapshot): boolean {
  return (job?.status?.conditions ?? []).some(
    ({ type, status, reason }) =>
      (type === "Failed" || type === "FailureTarget") && status === "True" && reason === "DeadlineExceeded",
  );
}

function holds({ job }: JobSnapshot, types: readonly string[]): boolean {
  return (job?.status?.conditions ?? []).some(({ type, status }) => types.includes(type) && status === "True");
}

function stuckCause(snapshot: JobSnapshot, now: number, since: number): Cause | undefined {
  const cause = stuckBy(contextOf(asRollout(snapshot), defaultLimits, now, { at: since, restarts: new Map() }));
  if (cause !== undefined || snapshot.pods.length > 0 || now - since < refusedPatience * 1000) return cause;
  const refusal = snapshot.events.findLast(({ reason }) => reason === "FailedCreate");
  if (refusal === undefined) return undefined;
  const { namespace, name } = snapshot.workload;
  const message = `no pod can be made: ${quoted(refusal.message)}`;
  return {
    code: refusal.message?.includes("exceeded quota") === true ? "QuotaExceeded" : "AdmissionRefused",
    message,
    object: { kind: "Job", namespace, name },
    command: `kubectl describe job -n ${namespace} ${name}`,
  };
}

/** How its one container that counts ended. */
function endOf(pod: V1Pod): { pod: V1Pod; end: V1ContainerStateTerminated } | undefined {
  const name = pod.spec?.containers[0]?.name;
  const status = (pod.status?.containerStatuses ?? []).find((one) => one.name === name);
  const end = status?.state?.terminated;
  return end === undefined ? undefined : { pod, end };
}

/** From its first container's start to its last one's end, as long as there is an end to it. */
function ranSeconds({ job, pods }: JobSnapshot, now: number): number {
  const begun = milliseconds(job?.status?.startTime);
  if (begun === undefined) return 0;
  const ends = pods.map((pod) => milliseconds(endOf(pod)?.end.finishedAt));
  const open = pods.length === 0 || ends.includes(undefined);
  const until = open ? now : Math.max(...ends.map((end) => end ?? now));
  return Math.max(0, (until - begun) / 1000);
}
