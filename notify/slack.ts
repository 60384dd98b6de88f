import { describeChanges, operatorText, recordSeconds } from "../records/record.ts";
import type { Told } from "./told.ts";

/** Longest text of a line: a reason may quote an API server at length. */
const most = 600;

/** As Slack's incoming webhooks take it, and Mattermost's and others'. Pure. */
export function slackMessage({ record, restore }: Told): { text: string } {
  const { id, kind, changes, stack, result, reason, cause, description, git, approval } = record;
  const seconds = recordSeconds(record);
  const took = seconds === undefined ? "" : ` after ${Math.round(seconds)} s`;
  const back = restore?.changes.map(({ service, after }) => `${service} ${after.release.version}`).join(", ");
  const lines = [
    `${signs[result]} *${kind} ${escaped(describeChanges(changes))}* in ${escaped(stack)}: *${result}*${took}`,
    ...line("cause", cause?.message ?? reason),
    ...line(restore?.result === "succeeded" ? "serves again" : "NOT restored", back),
    ...line("who", operatorText(record)),
    ...line("why", description),
    ...line("EMERGENCY, approved by nobody", approval?.emergency),
    ...line("approved by", approval?.by?.map(({ user }) => user).join(", ")),
    ...line("commit", git && `${git.commit} on ${git.branch}`),
    `more: \`release show ${id} --stack ${stack}\``,
  ];
  return { text: lines.join("\n") };
}

const signs = {
  succeeded: "✔",
  "rolled back": "✖",
  "rollback failed": "✖✖",
  failed: "✖",
  cancelled: "◼",
  interrupted: "◼",
  running: "…",
} as const;

function line(name: string, text: string | undefined): string[] {
  if (text === undefined || text === "") return [];
  return [`${name}: ${escaped(text.length > most ? `${text.slice(0, most)}…` : text)}`];
}

/** Of its three characters with a meaning; without them nobody is called by `<!channel>`. */
function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
