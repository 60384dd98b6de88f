import type { NoteEvent, RolloutEvent } from "../rollout/events.ts";

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

export interface ResourceEvent {
  type: "resource";
  /** Time in ms since 1970. */
  at: number;
  step: ResourceStep;
  state: "started" | "done" | "failed";
  message?: string;
}

/** What happens while Pulumi works. */
export type EngineEvent = ResourceEvent | RolloutEvent | NoteEvent;
export type Emit = (event: EngineEvent) => void;
