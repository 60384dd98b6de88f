import type { ReleaseSummary } from "./releases.ts";

/** GET /api/stacks/:stack/proposals: releases that wait for approval; newest first. */
export interface Proposals {
  /** Who approves, and how many must; absent where the stack asks for none. */
  asked?: { from: string; count: number };
  proposals: Proposal[];
}

/** POST …/proposals/:id/approve and …/withdraw answer 200 {}; 409 PLAN_CHANGED where it is to be approved anew. */
export interface Proposal {
  summary: ReleaseSummary;
  /** Its plan, as it was proposed. */
  plan?: unknown;
  approvals: { by: string; at: string }[];
  /** How many are still to approve. */
  missing: number;
  /** Whether who asks may: one of those who are asked, not the proposer, nor twice. */
  mayApprove: boolean;
  mayWithdraw: boolean;
  /** Enough have approved it, and who asks may release: the act `proposal` carries it out. */
  mayCarryOut: boolean;
}
