import type { CanaryLook } from "../canary/check.ts";
import type { CanaryStand } from "../records/canary.ts";
import type { EngineEvent } from "../engine/events.ts";
import type { Phase } from "../records/phase.ts";
import type { ReleasePlan } from "./plan.ts";

/**
 * Everything that happens in a release. Work emits these; renderers (cli/renderers) are the only ones that print.
 * `at` is the time in ms since 1970.
 */
export type ReleaseEvent =
  | EngineEvent
  | {
      type: "phase";
      at: number;
      phase: Phase;
      state: "started" | "done" | "failed";
      message?: string;
      seconds?: number;
    }
  | { type: "plan"; at: number; plan: ReleasePlan }
  | CanaryLook
  | CanaryStep;

/** A step stands and is watched, or it is decided what becomes of it. */
export interface CanaryStep {
  type: "canaryStep";
  at: number;
  state: "stands" | "decided";
  stands: CanaryStand[];
  /** How long it stands at the least, in s; `manual`: until somebody says so. */
  pause: number | "manual";
  /** What was decided, and why. */
  decision?: string;
  why?: string;
}

export type Emit = (event: ReleaseEvent) => void;
