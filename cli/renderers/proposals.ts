import { stripVTControlCharacters } from "node:util";
import { nextText } from "../../release/approvals/terms.ts";
import type { DescribedProposal, ProposedChange } from "../../release/approvals/described.ts";
import type { RecordedApproval } from "../../records/approval.ts";
import { operatorText } from "../../records/record.ts";
import type { Approval } from "../../records/approval.ts";
import type { Style } from "./style.ts";
import { table } from "./units.ts";
import { visible } from "./visible.ts";
import { utcText } from "../../records/utcText.ts";

/** What stands proposed, newest first. */
export function proposalTable(proposals: readonly DescribedProposal[], style: Style): string[] {
  if (proposals.length === 0) return ["nothing stands proposed"];
  const head = ["PROPOSAL", "KIND", "WHAT", "BY", "UNTIL (UTC)", "STATE"].map(style.dim);
  const rows = proposals
    .map(visible)
    .map((one) => [one.id, one.kind, one.what, operatorText(one), utc(one.expiresAt), stateText(one, style)]);
  return table([head, ...rows], (text) => stripVTControlCharacters(text).length);
}

/** One in full: who asks for what, why, and what exactly would change. */
export function proposalLines(described: DescribedProposal, style: Style): string[] {
  const proposal = visible(described);
  const {
    id,
    kind,
    what,
    project,
    stack,
    description,
    git,
    proposedAt,
    expiresAt,
    approvals,
    mended = [],
    next,
  } = proposal;
  const facts: [string, string | undefined][] = [
    ["proposal", `${style.bold(id)}  ${kind} ${what}`],
    ["state", stateText(proposal, style)],
    ["by", operatorText(proposal)],
    ["reason", description],
    ["stack", `${project}/${stack}`],
    ["proposed", `${utcText(proposedAt)}, until ${utcText(expiresAt)}`],
    ["approval", next && nextText(next)],
    ["git", git && `${git.commit} on ${git.branch}${git.dirty === 0 ? "" : `, ${git.dirty} files dirty`}`],
    ...approvals.map((approval): [string, string] => ["approved", approvalText(approval)]),
  ];
  return [
    ...facts.flatMap(([name, value]) =>
      value === undefined || value === "" ? [] : [`${style.dim(name.padEnd(9))} ${value}`],
    ),
    ...proposal.services.flatMap((service) => serviceLines(service, style)),
    ...(mended.length === 0 ? [] : ["", "changed by hand, and mended with it:", ...mended.map((line) => `  ${line}`)]),
  ];
}

/** One among what else is to be known of a stack: `proposed: deploy web v1 → v2 (ID) by ada waits for 1 more of sre …` */
export function proposedLine(described: DescribedProposal, style: Style): string {
  const proposal = visible(described);
  const { id, kind, what } = proposal;
  return `${style.accent("proposed")}: ${kind} ${what} ${style.dim(`(${id})`)} by ${operatorText(proposal)} ${stateText(proposal, style)}`;
}

/** The last words of a release that waits for others. */
export function proposedLines(proposal: DescribedProposal, stale: string | undefined, style: Style): string[] {
  const { id, kind, what, terms, expiresAt } = visible(proposal);
  const old = `  stale: what would be done now is not what stands in ${stale}, which is withdrawn`;
  return [
    `${style.accent("proposed")}: ${kind} ${what} ${style.dim(`(${id})`)}`,
    ...(stale === undefined ? [] : [style.warn(old)]),
    `  waits for: ${proposal.missing} more of ${terms.from}, until ${utcText(expiresAt)}; nothing was touched`,
    `  next: release approve ${id}, by others; then release up --proposal ${id}`,
  ];
}

/** On a record: `by ben (2026-11-29 05:10:00 UTC), of 20261129-050000-abcd by ada` */
export function recordedApprovalText(approval: RecordedApproval | undefined): string | undefined {
  if (approval === undefined) return undefined;
  const { by = [], proposal, proposedBy, emergency, from, count, next } = visible(approval);
  const then = next === undefined ? "" : `; ${nextText(next)}`;
  if (emergency !== undefined) return `by nobody, as an emergency (${count} of ${from} were to): ${emergency}${then}`;
  return `${by.map(approvalText).join(", ")}; proposed as ${proposal ?? "?"} by ${proposedBy ?? "?"}${then}`;
}

/** `by ben (2026-11-29 05:10:00 UTC): as agreed` */
function approvalText({ user, at, message }: Approval): string {
  return `by ${user} (${utcText(at)})${message === undefined ? "" : `: ${message}`}`;
}

function stateText(
  { state, missing, terms, approvals, withdrawn, carriedOut }: DescribedProposal,
  style: Style,
): string {
  switch (state) {
    case "waiting":
      return style.accent(`waits for ${missing} more of ${terms.from} (${approvals.length} approved)`);
    case "approved":
      return style.good("approved");
    case "expired":
      return style.warn("expired");
    case "withdrawn": {
      const why = withdrawn?.reason === undefined ? "" : `: ${withdrawn.reason}`;
      return style.warn(`withdrawn by ${withdrawn?.user ?? "?"}${why}`);
    }
    case "carried out":
      return `carried out: ${carriedOut?.release ?? "?"}`;
  }
}

function serviceLines(
  { service, from, to, removed, renamedTo, withData, changes }: ProposedChange,
  style: Style,
): string[] {
  if (removed === true) {
    const what = renamedTo === undefined ? "removed" : `renamed to ${renamedTo}`;
    return ["", `${style.bold(service)} ${to} ${what}${withData === true ? ", with its volumes and secrets" : ""}`];
  }
  const shown = changes.map(({ path, before, after }) => `  ${path}: ${before ?? "(none)"} → ${after ?? "(none)"}`);
  const head = `${style.bold(service)} ${to}`;
  // Of one that is new every parameter is.
  return from === undefined
    ? ["", `${head} (new)`, ...shown]
    : ["", head, ...(shown.length === 0 ? ["  no parameter"] : shown)];
}

function utc(time: string): string {
  return time.slice(0, 19).replace("T", " ");
}
