import { proposalState, missing, type KnownProposal, type ProposalState } from "../records/proposal.ts";
import type { Commit } from "./checkout.ts";

/** A proposal as far as who watches goes by it: in a word, and in a sentence. */
export interface Standing {
  state: ProposalState;
  text: string;
}

/** By commit, the proposal that it waits with. Who begins to watch anew comes to the same ones. */
export type Proposed = Map<string, string>;

/** What has become of a proposal, where others approve releases; undefined of one that is gone. */
export type AskProposal = (id: string) => Promise<Standing | undefined>;

/** What has become of the proposal that a commit waits with; undefined where it does not. */
export async function standingOf(commit: Commit, proposed: Proposed, ask: AskProposal): Promise<Standing | undefined> {
  const id = proposed.get(commit.id);
  const standing = id === undefined ? undefined : await ask(id);
  if (standing?.state !== "waiting") proposed.delete(commit.id);
  return standing;
}

/** Whether nobody will carry it out any more, though it was proposed. */
export function isOver({ state }: Standing): boolean {
  return state === "withdrawn" || state === "expired";
}

/** Pure. */
export function proposalStanding(proposal: KnownProposal, now: Date): Standing {
  const { id, terms } = proposal;
  const state = proposalState(proposal, now);
  if (state !== "waiting") return { state, text: `proposal ${id} is ${state}` };
  const left = missing(proposal, terms);
  return { state, text: `${left} more of ${terms.from} ${left === 1 ? "is" : "are"} to approve proposal ${id}` };
}
