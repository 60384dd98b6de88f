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
  | { type: "plan"; at: number; plan: ReleasePlan };

export type Emit = (event: ReleaseEvent) => void;
