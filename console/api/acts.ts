import type { ReleaseEvent } from "../../release/events.ts";
import type { ReleasePlan } from "../../release/plan.ts";
import type { ReleaseRecord } from "../../records/record.ts";
import type { Finding } from "../../components/rules.ts";
import type { ResourceStep } from "../../engine/events.ts";
import type { ApiProblem } from "./problem.ts";

/** What can be done to a stack: each is one run of the `release` command. */
export type Act =
  /** `canary`: a share of the traffic first. No versions: what the stack's file says. */
  | { verb: "up"; versions: Record<string, string>; canary?: boolean }
  /** `to`: a release's id; default: the good one before. No services: with `to` those of that release. */
  | { verb: "rollback"; services?: string[]; to?: string }
  | { verb: "resubmit"; of: string }
  | { verb: "restart"; services: string[] }
  /** From another stack into this one. */
  | { verb: "promote"; from: string; services?: string[] }
  /** What others have approved, word by word as it was proposed. */
  | { verb: "proposal"; id: string }
  | { verb: "canary"; do: "next" | "resume" | "pause" | "promote" | "abort"; services: string[] }
  /**
   * Mends what a release has left that was stopped on the way: one that has arrived is finished, any other goes back. `of`: that
   * release alone; where another one came after it, nothing goes back.
   */
  | { verb: "recover"; of?: string }
  /**
   * Ends the release that goes on, where it was begun from this console, and then takes back what it changed; a canary stays where
   * it stands. Of one that was begun elsewhere it says whose it is, and takes away the lock of a process that is gone.
   */
  | { verb: "cancel" }
  /** One run of a schedule now. */
  | { verb: "run"; service: string };

/** POST /api/stacks/:stack/plans: what an act would change; nothing is touched. */
export interface PlanRequest {
  act: Act;
}

export interface PlanAnswer {
  /** Absent where the act has none (canary, cancel, recover, run, proposal), or is refused. */
  plan?: ReleasePlan;
  /** Pulumi's own: object by object, field by field. Absent where that was not asked, or is refused. */
  steps?: ResourceStep[];
  /** What the rules say of the services that change; those with `waived` hold nothing up. */
  findings: Finding[];
  /** What was noted on the way: an image that could not be asked for, a drift that is left. */
  notes: string[];
  /** Given back with the act, which is refused where its plan is another one by then. */
  hash: string;
  /** Why it would be refused: then no act follows. */
  problem?: ApiProblem;
}

/**
 * POST /api/stacks/:stack/acts; answered with 202 and ActBegun. Whether the plan is still the one that was shown is known once the
 * release holds its lock: where it is not, the act ends with `ended.problem.code` PLAN_CHANGED, and nothing was touched (409 at
 * once for acts that have no plan). Asked for again while it goes on, it is the same act.
 */
export interface ActRequest {
  act: Act;
  hash: string;
  /** Why; stands in the record. Wanted. */
  message: string;
  /** Though something is frozen: the reason. */
  despiteFreeze?: string;
  /** Though nobody has approved it, on a stack that asks for that: the reason. */
  emergency?: string;
}

export interface ActBegun {
  id: string;
}

/**
 * GET /api/stacks/:stack/acts/:id; also from a console that was started after it. Of several replicas the one that began it knows
 * it; another answers with 404 and ACT_ELSEWHERE, and the id of its release once that is on record.
 */
export interface ActState {
  id: string;
  act: Act;
  message: string;
  operator: string;
  /** ISO 8601 */
  startedAt: string;
  /** Its record's id, as soon as it is known: the page of the release. */
  release?: string;
  ended?: ActEnd;
  /** What it told so far, at most the newest 2000; more come as `act` events of the live stream. */
  events: ActEvent[];
}

export interface ActEnd {
  /** ISO 8601 */
  at: string;
  /** docs/exit-codes.md; absent where its process is gone without a word. */
  exitCode?: number;
  /** What the command printed in the end. */
  result?: { changed?: boolean; release?: ReleaseRecord | null; restore?: ReleaseRecord };
  problem?: ApiProblem;
}

/** `n` counts from 1 in each act: an event that is known by now is passed over. */
export interface ActEvent {
  n: number;
  event: ReleaseEvent;
}

/** GET /api/stacks/:stack/acts: those that go on, and what ended within the last hour; newest first, without events. */
export interface Acts {
  acts: Omit<ActState, "events">[];
}
