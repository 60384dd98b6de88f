/** The workload a release follows: a Deployment, or a Job that runs before or after it. */
export interface WorkloadRef {
  kind: "Deployment" | "Job";
  namespace: string;
  name: string;
}

/**
 * Where a rollout stands. `failed`: it cannot succeed as it is. `timedOut`: it might have, but its time is over;
 * told apart because the way on differs (fix the release, or the deadline).
 */
export type RolloutPhase = "progressing" | "complete" | "failed" | "timedOut";

/** Why a rollout is doomed: one code for each cause, each with a reproduction in test/cluster. */
export const causeCodes = [
  "CrashLoop",
  "ExitCode",
  "CannotStart",
  "OutOfMemory",
  "ImageNotFound",
  "ImageDenied",
  "ImageNameInvalid",
  "ImagePullFailed",
  "ConfigMissing",
  "ContainerConfigInvalid",
  "InitContainerFailed",
  "LivenessKilled",
  "StartupProbeFailed",
  "NeverReady",
  "QuotaExceeded",
  "AdmissionRefused",
  "Unschedulable",
  "VolumeNotBound",
  "VolumeNotMounted",
  "SandboxFailed",
  "ProgressDeadlineExceeded",
  "DeadlineExceeded",
  "JobFailed",
  "JobTimedOut",
] as const;

export type CauseCode = (typeof causeCodes)[number] | OwnCauseCode;

/** Of a cause of the project's own: words in one, none of ours. */
export type OwnCauseCode = string & { readonly own: true };

/** One sentence a person understands at 3 a.m., and the command that shows more. */
export interface Cause {
  code: CauseCode;
  /** E.g. `container web of pod website-7d9f-x2x exits with code 3 right after its start (3 restarts)`. */
  message: string;
  object: { kind: string; namespace: string; name: string };
  container?: string;
  /** E.g. `kubectl logs -n staging website-7d9f-x2x -c web --previous`. */
  command: string;
}

export interface RolloutCounts {
  /** Replicas asked for. */
  desired: number;
  /** Pods of the new template, of them ready, of them available (ready for minReadySeconds). */
  updated: number;
  ready: number;
  available: number;
  /** Pods of older templates still there (terminating ones not counted, as in Deployment status). */
  old: number;
}

/** What the pure decision says of one observed moment. */
export interface RolloutStatus {
  phase: RolloutPhase;
  message: string;
  counts: RolloutCounts;
  cause?: Cause;
}

export type PodState = "pending" | "starting" | "ready" | "available" | "failing" | "terminating" | "gone";

/** One pod in the swap of old and new. */
export interface PodView {
  name: string;
  generation: "new" | "old";
  state: PodState;
  restarts: number;
  /** Why it waits or fails, in a few words: `CrashLoopBackOff`, `pulling image`. */
  reason?: string;
}
