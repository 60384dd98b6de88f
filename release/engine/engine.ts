import type { Emit, ResourceStep } from "../events.ts";
import type { Cause, WorkloadRef } from "../rollout/verdict.ts";

export type EngineName = "embedded" | "pulumi";

/** Which program, and which stack of it. One stack is one environment. */
export interface StackLocation {
  /** Absolute path of the folder with Pulumi.yaml. */
  projectDir: string;
  /** `staging` */
  stack: string;
  /** Absolute path of the stack's file; default `<projectDir>/Pulumi.<stack>.yaml`. */
  configFile?: string;
}

export interface PreviewOptions {
  /** URNs to limit the run to; default all. */
  targets?: string[];
  emit?: Emit;
  signal?: AbortSignal;
}

export interface UpOptions extends PreviewOptions {
  /** Pulumi's update message: a subject line, then git-style trailers that carry the record in short. */
  message: string;
  /** Absolute path of a file to take the configuration from, in place of the stack's own. */
  configFile?: string;
  /** URNs of components that stay with all that is in them, though the configuration does not declare them. */
  keep?: string[];
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
}

export interface OutputValue {
  value: unknown;
  secret: boolean;
}

/**
 * What runs the Pulumi program. Both engines follow each changed Deployment with release/rollout while it rolls and
 * end a doomed update early. Before anything was touched they throw a Problem (config, lock, unreachable); once an
 * update has begun they return an {@link UpResult}. Aborting `signal` finishes the running step and stops cleanly.
 */
export interface Engine {
  readonly name: EngineName;
  /** One line: which engine is used and why. */
  readonly reason: string;
  /** Begins what takes long and needs nothing yet, such as loading the program, for the next preview or up. */
  prepare?(): void;
  preview(options?: PreviewOptions): Promise<PreviewResult>;
  up(options: UpOptions): Promise<UpResult>;
  refresh(options: UpOptions): Promise<UpResult>;
  destroy(options: UpOptions): Promise<UpResult>;
  outputs(): Promise<Record<string, OutputValue>>;
  history(): Promise<UpdateSummary[]>;
  /** Who holds the stack's state lock, if anyone. */
  lockHolder(): Promise<LockHolder | undefined>;
  /** Takes away a lock whose holder is gone, and mends operations that a killed run left pending. Returns what it mended, a sentence each. */
  recover(): Promise<string[]>;
}

export interface LockHolder {
  username: string;
  hostname: string;
  pid: number;
  since: Date;
  /** Whether that process is known to be gone (same host, no such pid). */
  stale: boolean;
}
