import { isDeepStrictEqual } from "node:util";
import type { ApprovalTerms } from "../../records/approval.ts";
import { isOpen, missing, type KnownProposal } from "../../records/proposal.ts";
import { proposalOver } from "./problems.ts";

/** What is asked: this plan, of these people. */
export interface Asked {
  /** Of the plan. */
  hash: string;
  terms: ApprovalTerms;
  /** Who is asked from then on, where that changes. */
  next: KnownProposal["next"];
  /** The proposal that is to be carried out, where one was named. */
  named: KnownProposal | undefined;
}

export type GateDecision =
  /** Enough have approved this very plan. */
  | { kind: "approved"; proposal: KnownProposal }
  /** It stands proposed already, and waits. */
  | { kind: "waits"; proposal: KnownProposal }
  /** It is to be proposed; `stale`: in the place of what was approved, and is something else by now. */
  | { kind: "propose"; stale?: KnownProposal };

/** Pure. @throws UsageProblem PROPOSAL_OVER */
export function decidePassage(known: readonly KnownProposal[], asked: Asked, now: Date): GateDecision {
  const { named, terms } = asked;
  if (named !== undefined && !isOpen(named, now)) throw proposalOver(named, now);
  if (named !== undefined && !isSame(named, asked)) return { kind: "propose", stale: named };
  const same = known.filter((one) => isSame(one, asked) && isOpen(one, now));
  const ready = (named === undefined ? same : [named]).find((one) => missing(one, terms) === 0);
  if (ready !== undefined) return { kind: "approved", proposal: ready };
  const proposal = named ?? same[0];
  return proposal === undefined ? { kind: "propose" } : { kind: "waits", proposal };
}

/** Of an emergency: what stands proposed for the same, and is used up by it. Pure. */
export function usedByEmergency(known: readonly KnownProposal[], asked: Asked, now: Date): KnownProposal | undefined {
  const all = asked.named === undefined ? known : [asked.named];
  return all.find((one) => isOpen(one, now) && (one === asked.named || isSame(one, asked)));
}

/** Whom nobody asks any more cannot approve either. */
function isSame(one: KnownProposal, { hash, terms, next }: Asked): boolean {
  return one.hash === hash && one.terms.from === terms.from && isDeepStrictEqual(one.next, next);
}
