import type { ReleasePlan } from "./plan.ts";
import type { PodView, RolloutStatus, WorkloadRef } from "./rollout/verdict.ts";

/** The phases of a release, in order; `evidence` and `restore` only on failure. docs/process.md explains each. */
export const phases = ["check", "plan", "apply", "roll out", "verify", "evidence", "restore", "record"] as const;
export type Phase = (typeof phases)[number];

export type StepOperation = "create" | "update" | "replace" | "delete" | "same" | "read" | "refresh";

/** One property of a resource that differs; secrets appear as `[secret]`. Absent `before`: added; absent `after`: removed. */
export interface PropertyChange {
  /** `spec.template.spec.containers[0].image` */
  path: string;
  before?: string;
  after?: string;
}

/** One resource in a plan or an update. */
export interface ResourceStep {
  urn: string;
  /** Pulumi type token: `kubernetes:apps/v1:Deployment`. */
  type: string;
  /** Pulumi's resource name. */
  name: string;
  /** The service it belongs to; absent for what is the stack's own, such as a namespace. */
  service?: string;
  operation: StepOperation;
  changes: PropertyChange[];
}

/**
 * Everything that happens in a release. Work emits these; renderers (cli/renderers) are the only ones that print.
 * `at` is the time in ms since 1970.
 */
export type ReleaseEvent =
  | {
      type: "phase";
      at: number;
      phase: Phase;
      state: "started" | "done" | "failed";
      message?: string;
      seconds?: number;
    }
  | { type: "plan"; at: number; plan: ReleasePlan }
  | { type: "resource"; at: number; step: ResourceStep; state: "started" | "done" | "failed"; message?: string }
  | {
      type: "rollout";
      at: number;
      workload: WorkloadRef;
      status: RolloutStatus;
      pods: PodView[];
      elapsedSeconds: number;
      deadlineSeconds: number;
    }
  | { type: "podLog"; at: number; workload: WorkloadRef; pod: string; container: string; line: string }
  | { type: "clusterEvent"; at: number; workload: WorkloadRef; object: string; reason: string; message: string }
  | { type: "note"; at: number; level: "info" | "warning" | "error"; message: string };

export type Emit = (event: ReleaseEvent) => void;
