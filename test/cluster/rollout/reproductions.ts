import type { CauseCode, RolloutPhase } from "../../../rollout/verdict.ts";
import type { FollowParts, Parts } from "./deployments.ts";

/** A Deployment that fails, and what has to be said of it. */
export interface Reproduction extends Parts, FollowParts {
  what: string;
  code: CauseCode;
  phase: RolloutPhase;
  /** A part of the sentence, as it has to stand there. */
  says: string;
}
