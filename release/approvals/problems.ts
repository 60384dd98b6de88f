import { exitCodes, Problem, UsageProblem } from "../../errors/problem.ts";
import type { ApprovalTerms } from "../../records/approval.ts";
import { missing, proposalState, whatText, type KnownProposal } from "../../records/proposal.ts";
import { utcText } from "../../records/utcText.ts";

/** A release that waits for others to approve it: nothing was touched, and nothing is wrong. */
export class Proposed extends Problem {
  readonly proposal: KnownProposal;
  /** What others had approved, where that is no longer what would be done. */
  readonly stale: KnownProposal | undefined;

  constructor(proposal: KnownProposal, terms: ApprovalTerms, stale?: KnownProposal) {
    const left = missing(proposal, terms);
    const what = `${left} more of ${terms.from} ${left === 1 ? "is" : "are"} to approve ${proposal.id}`;
    super({
      code: stale === undefined ? "PROPOSED" : "APPROVAL_STALE",
      what:
        stale === undefined
          ? `${what}; nothing was touched`
          : `what would be done now is not what stands in ${stale.id}; it is proposed anew: ${what}; nothing was touched`,
      next: `release approve ${proposal.id}, by others; then release up --proposal ${proposal.id}`,
      exitCode: exitCodes.proposed,
    });
    this.name = "Proposed";
    this.proposal = proposal;
    this.stale = stale;
  }
}

/** A proposal that can be neither approved nor carried out any more. */
export function proposalOver(proposal: KnownProposal, now: Date): UsageProblem {
  const { id, carriedOut, withdrawn, expiresAt } = proposal;
  const ends = {
    "carried out": `was carried out: release ${carriedOut?.release ?? "?"}`,
    withdrawn: `was withdrawn by ${withdrawn?.user ?? "?"}${withdrawn?.reason === undefined ? "" : ` (${withdrawn.reason})`}`,
    expired: `expired at ${utcText(expiresAt)}`,
    waiting: "waits",
    approved: "is approved",
  };
  return new UsageProblem({
    code: "PROPOSAL_OVER",
    what: `proposal ${id} (${proposal.kind} ${whatText(proposal)}) ${ends[proposalState(proposal, now)]}`,
    next: "an approval is for one release: propose it anew, with the same command as then",
  });
}

export function usedMeanwhile({ id }: KnownProposal): UsageProblem {
  return new UsageProblem({
    code: "PROPOSAL_OVER",
    what: `proposal ${id} was withdrawn or carried out by somebody else in this moment; nothing was touched`,
    next: `release proposals ${id}`,
  });
}
