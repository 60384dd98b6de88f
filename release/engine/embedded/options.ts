import type { Cluster } from "../../cluster/cluster.ts";
import type { Emit } from "../../events.ts";
import type { LoadingProgram } from "./loadProgram.ts";
import type { RolloutStatus, WorkloadRef } from "../../rollout/verdict.ts";

export interface FollowOptions {
  emit: Emit;
  signal?: AbortSignal;
  /** Time the rollout has, in seconds. */
  deadlineSeconds: number;
  /** The Deployment's generation that must have been observed. */
  minGeneration?: number;
}

/** Follows a workload until it is complete, failed or timed out; rejects only when aborted. release/rollout/follow.ts. */
export type Follow = (cluster: Cluster, workload: WorkloadRef, options: FollowOptions) => Promise<RolloutStatus>;

export interface EmbeddedOptions {
  /** Why this engine is used: {@link import("../engine.ts").Engine.reason}. */
  reason: string;
  /** The cluster of the default kubernetes provider; asked for once, when first needed. */
  cluster: () => Cluster | Promise<Cluster>;
  follow: Follow;
  /** Take fields over from other managers (`kubectl set image`, ...) where they conflict; default false: the step fails. */
  force?: boolean;
  /** Gives the stack's program, once, where it loads already. */
  takeLoading?: () => Promise<LoadingProgram> | undefined;
  /** Where the passphrase and the backend's address are found; default `process.env`. */
  env?: NodeJS.ProcessEnv;
}
