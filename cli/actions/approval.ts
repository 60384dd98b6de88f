import type { Command } from "commander";
import { whoAmI } from "../../cluster/user.ts";
import { placeOf } from "../../parameters/stack.ts";
import { isOpen, proposalNamed } from "../../records/proposal.ts";
import { clusterProposals, type ProposalStore } from "../../records/proposals.ts";
import { approveProposal, withdrawProposal } from "../../release/approvals/approve.ts";
import { describedProposal, type DescribedProposal } from "../../release/approvals/described.ts";
import { globalOptions } from "../globalOptions.ts";
import { processOutput } from "../output.ts";
import { proposalLines, proposalTable } from "../renderers/proposals.ts";
import { openLook, type Session } from "../session.ts";

/** What stands proposed, or one in full. */
export async function showProposals(
  id: string | undefined,
  { all = false }: { all?: boolean },
  command: Command,
): Promise<void> {
  const output = processOutput(globalOptions(command));
  const known = await proposalsOf(openLook(globalOptions(command))).list();
  const now = new Date();
  if (id !== undefined) {
    const proposal = describedProposal(proposalNamed(known, id), now);
    output.result(proposalLines(proposal, output.style), { proposal });
    return;
  }
  const proposals = known.filter((one) => all || isOpen(one, now)).map((one) => describedProposal(one, now));
  output.result(proposalTable(proposals, output.style), { proposals });
}

/** One person's yes; what they say yes to is shown with it. */
export async function approveOne(id: string, { message }: { message?: string }, command: Command): Promise<void> {
  const session = openLook(globalOptions(command));
  const output = processOutput(globalOptions(command));
  const person = await whoAmI(session.cluster);
  const approved = await approveProposal(id, message, person, proposalsOf(session));
  const proposal = describedProposal(approved.proposal, new Date());
  const said = approved.changed ? output.style.good("approved") : "approved already, by you";
  output.result([...proposalLines(proposal, output.style), "", `${said}: ${nextText(proposal)}`], {
    ...{ changed: approved.changed, proposal },
  });
}

/** Takes back what nobody is to carry out. */
export async function withdrawOne(id: string, { message }: { message?: string }, command: Command): Promise<void> {
  const session = openLook(globalOptions(command));
  const output = processOutput(globalOptions(command));
  const person = await whoAmI(session.cluster);
  const withdrawn = await withdrawProposal(id, message, person, proposalsOf(session));
  const proposal = describedProposal(withdrawn, new Date());
  output.result([`withdrawn: ${proposal.kind} ${proposal.what} (${proposal.id})`], { proposal });
}

export function proposalsOf({ cluster, stack }: Session): ProposalStore {
  return clusterProposals(cluster, placeOf(stack));
}

function nextText({ id, state, missing, terms }: DescribedProposal): string {
  if (state === "approved") return `release up --proposal ${id} carries it out`;
  return `${missing} more of ${terms.from} ${missing === 1 ? "is" : "are"} to approve it`;
}
