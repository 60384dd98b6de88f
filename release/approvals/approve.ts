import type { Person } from "../../cluster/user.ts";
import { UsageProblem } from "../../errors/problem.ts";
import type { Approval } from "../../records/approval.ts";
import { isOpen, proposalNamed, type KnownProposal } from "../../records/proposal.ts";
import type { ProposalStore } from "../../records/proposals.ts";
import { proposalOver } from "./problems.ts";

export interface Approved {
  /** With the approval in it. */
  proposal: KnownProposal;
  /** False where this person had approved it before. */
  changed: boolean;
}

/**
 * One person's yes to what stands proposed.
 * @throws UsageProblem PROPOSAL_UNKNOWN, PROPOSAL_OVER, APPROVAL_OF_ONES_OWN, APPROVAL_OUTSIDE
 */
export async function approveProposal(
  id: string,
  message: string | undefined,
  person: Person,
  store: ProposalStore,
): Promise<Approved> {
  const now = new Date();
  const proposal = proposalNamed(await store.list(), id);
  const before = proposal.approvals.find(({ user }) => user === person.name);
  if (before !== undefined) return { proposal, changed: false };
  refuse(proposal, person, now);
  const approval: Approval = {
    user: person.name,
    group: proposal.terms.from,
    at: now.toISOString(),
    ...(message === undefined ? {} : { message }),
  };
  const changed = await store.approve(proposal, approval);
  return { proposal: proposalNamed(await store.list(), proposal.id), changed };
}

/** Pure. */
export function refuse(proposal: KnownProposal, { name, groups }: Person, now: Date): void {
  if (!isOpen(proposal, now)) throw proposalOver(proposal, now);
  const { id, user, terms } = proposal;
  if (name === user) {
    throw new UsageProblem({
      code: "APPROVAL_OF_ONES_OWN",
      what: `${id} was proposed by ${user}, whom the API server takes you for: it is for others to approve`,
      next: `ask somebody of ${terms.from}; to take it back: release withdraw ${id}`,
    });
  }
  if (!groups.includes(terms.from)) {
    throw new UsageProblem({
      code: "APPROVAL_OUTSIDE",
      what: `${id} is for ${terms.from} to approve, and the API server does not see you in that group`,
      details: [`you: ${name}`, `your groups: ${groups.join(", ") || "none"}`],
      next: `ask somebody of ${terms.from}, or whoever keeps its members`,
    });
  }
}

/** Takes back what nobody is to carry out. @throws UsageProblem PROPOSAL_UNKNOWN, PROPOSAL_OVER */
export async function withdrawProposal(
  id: string,
  reason: string | undefined,
  { name }: Person,
  store: ProposalStore,
): Promise<KnownProposal> {
  const now = new Date();
  const proposal = proposalNamed(await store.list(), id);
  if (!isOpen(proposal, now)) throw proposalOver(proposal, now);
  const withdrawn = { user: name, at: now.toISOString(), ...(reason === undefined ? {} : { reason }) };
  if (await store.close(proposal, { withdrawn })) return { ...proposal, withdrawn };
  // Somebody else has closed it in the same moment: how is told.
  throw proposalOver(proposalNamed(await store.list(), proposal.id), now);
}
