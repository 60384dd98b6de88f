import type { Emit, ResourceStep } from "./events.ts";
import type { LockHolder } from "./lock.ts";
import type { Cause, WorkloadRef } from "../rollout/verdict.ts";

export interface PreviewOptions {
  /** URNs to limit the run to, each with what depends on it: a component with what is in it. Default: all. */
  targets?: readonly string[];
  /** The targets alone, without what depends on them. */
  alone?: boolean;
  emit?: Emit;
  signal?: AbortSignal;
}

export interface UpOptions extends PreviewOptions {
  /** Pulumi's update message: a subject line, then git-style trailers that carry the record in short. */
  message: string;
  /** Absolute path of a file to take the configuration from, in place of the stack's own. */
  configFile?: string;
  /** The files of services beside it are the program's too, in place of the project's. */
  planned?: true;
  /** Fields that stay as they are in the cluster: by `type::name` of the resource, Pulumi's paths. */
  leave?: Record<string, string[]>;
}

/** A workload that did not roll out, or an object the API server refused. */
export interface StepFailure {
  step: ResourceStep;
  message: string;
  /** Set where a workload was followed: why it is doomed. */
  workload?: WorkloadRef;
  cause?: Cause;
  timedOut?: boolean;
}

export interface PreviewResult {
  steps: ResourceStep[];
}

export interface UpResult {
  result: "succeeded" | "failed" | "cancelled";
  /** Every resource, the unchanged ones too (operation `same`). */
  steps: ResourceStep[];
  failures: StepFailure[];
  seconds: number;
}

/** One entry of Pulumi's own history, newest first in {@link Engine.history}. */
export interface UpdateSummary {
  kind: string;
  startTime: Date;
  endTime?: Date;
  message: string;
  result: string;
  resourceChanges: Record<string, number>;
  /** Config as the update saw it; secrets as `[secret]`. */
  config: Record<string, string>;
  /** The checkout that it came from. */
  git?: UpdateGit;
  /** The run of a CI system that it came from: `Pulumi Deployments 12`. */
  ci?: string;
}

export interface UpdateGit {
  commit: string;
  /** `HEAD` where none was checked out. */
  branch: string;
  /** It may have had changes that are in no commit. */
  dirty: boolean;
}

/**
 * Pulumi's CLI on one stack. Each changed Deployment is followed with rollout/ beside Pulumi's own waiting, and a doomed
 * update is ended early. Before anything was touched these throw a Problem (config, lock, unreachable); once an update
 * has begun they return an {@link UpResult}. Aborting `signal` finishes the running step and stops cleanly.
 */
export interface Engine {
  /** One line: which CLI is used, and how it was found. */
  readonly description: string;
  /** Where the stack's state is, without credentials: `s3://team-state`. */
  readonly backend: string;
  /** Begins what takes time and needs nothing yet: Pulumi's own history is asked for. */
  prepare(): void;
  preview(options?: PreviewOptions): Promise<PreviewResult>;
  up(options: UpOptions): Promise<UpResult>;
  /** Has the state see what of these resources is in the cluster; those that it does not know are passed over. */
  refresh(options: UpOptions & { targets: string[] }): Promise<UpResult>;
  /** What the state says was applied, by URN: inputs, secrets still encrypted. */
  applied(): Promise<ReadonlyMap<string, Record<string, unknown>>>;
  /** The newest ten; `whole`: as far back as a stack is ever asked about. */
  history(whole?: boolean): Promise<UpdateSummary[]>;
  /** All since a time, and some before it; `lost`: there may be more that nobody looks at. */
  historySince(time: Date): Promise<{ updates: UpdateSummary[]; lost: boolean }>;
  /** A secret of the stack's configuration, decrypted. @throws Problem */
  secret(key: string): Promise<string>;
  /** Takes components with all that is in them out of the state, and leaves the cluster alone. */
  forget(urns: readonly string[]): Promise<void>;
  /** Who holds the stack's state lock, if anyone; known of backends in folders only. */
  lockHolder(): Promise<LockHolder | undefined>;
  /**
   * Mends what killed runs left: processes, the lock of one that is gone, a state cut off by a full disk, pending
   * operations. Returns what it mended, a sentence each.
   */
  recover(): Promise<string[]>;
}
