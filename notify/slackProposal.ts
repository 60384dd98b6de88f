import { missing, whatText } from "../records/proposal.ts";
import { operatorText } from "../records/record.ts";
import { escaped, line } from "./slack.ts";
import type { ToldProposal } from "./told.ts";

/** What waits for others, with the commands that it waits for; or that it does not any more. Pure. */
export function slackProposal({ proposal, stale }: ToldProposal): { text: string } {
  const { id, kind, stack, terms, expiresAt, description, git, next, withdrawn } = proposal;
  const what = `*${kind} ${escaped(whatText(proposal))}* in ${escaped(stack)}`;
  const of = `${id} --stack ${stack}`;
  if (withdrawn !== undefined) {
    const lines = [
      `◼ ${what}: *withdrawn*, nobody is to approve it any more`,
      ...line("who", withdrawn.user),
      ...line("why", withdrawn.reason),
      ...line("proposed by", operatorText(proposal)),
      `more: \`release proposals ${of}\``,
    ];
    return { text: lines.join("\n") };
  }
  const until = expiresAt.slice(0, 16).replace("T", " ");
  const then = next === "nobody" ? "nobody is asked" : next && `${next.count} of ${next.from} are asked`;
  const lines = [
    `✋ ${what}: *proposed*, waits for ${missing(proposal, terms)} of ${escaped(terms.from)} until ${until} UTC`,
    ...line("in the place of", stale && `${stale}, which is withdrawn: what would be done has changed`),
    ...line("who", operatorText(proposal)),
    ...line("why", description),
    ...line("from then on", then),
    ...line("commit", git && `${git.commit} on ${git.branch}`),
    `look: \`release proposals ${of}\``,
    `approve: \`release approve ${of}\``,
    `then: \`release up --proposal ${of}\``,
  ];
  return { text: lines.join("\n") };
}
