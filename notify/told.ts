import type { NotifyTarget } from "../components/config/notify.ts";
import type { KnownProposal } from "../records/proposal.ts";
import type { ReleaseRecord } from "../records/record.ts";

/** A release that has come to its end, and the restore where one followed. */
export interface Told {
  record: ReleaseRecord;
  restore?: ReleaseRecord;
}

/** A release that stands proposed, and waits for others, or that was taken back. */
export interface ToldProposal {
  proposal: KnownProposal;
  /** The proposal that it stands in the place of: what would be done is not that any more. */
  stale?: string;
}

/** How a proposal stands, as far as somebody is told of it. */
export function proposalResult({ withdrawn }: KnownProposal): "proposed" | "withdrawn" {
  return withdrawn === undefined ? "proposed" : "withdrawn";
}

/** Whether somebody asked to be told of such a proposal. Pure. */
export function isProposalWanted({ results, kinds, services }: NotifyTarget, { proposal }: ToldProposal): boolean {
  return (
    results?.includes(proposalResult(proposal)) !== false &&
    (kinds === undefined || (kinds as readonly string[]).includes(proposal.kind)) &&
    (services === undefined || proposal.changes.some(({ service }) => services.includes(service)))
  );
}

/** Whether somebody asked to be told of it, or of the restore that goes with it. Pure. */
export function isWanted({ results, kinds, services }: NotifyTarget, { record, restore }: Told): boolean {
  const has = (asked: readonly string[] | undefined, word: string) => asked?.includes(word) ?? true;
  // A way back that worked is no success, but for whoever asked for ways back.
  const back = restore?.result === "succeeded" && kinds?.includes("restore") !== true ? undefined : restore;
  return (
    [record, ...(back === undefined ? [] : [back])].some(({ result }) => has(results, result)) &&
    [record, ...(restore === undefined ? [] : [restore])].some(({ kind }) => has(kinds, kind)) &&
    (services === undefined || record.changes.some(({ service }) => services.includes(service)))
  );
}

/**
 * One for each release: a restore goes with the release that it takes back, the last one where that was cut off and taken
 * back itself; and of a release that came to its end twice (cut off, then finished) the last word counts. Pure.
 * @param ended in the order of their ends
 */
export function together(ended: readonly Told[]): Told[] {
  const last = [...new Map(ended.map((told) => [told.record.id, told])).values()];
  const restores = new Map(
    last.flatMap(({ record }) => (record.kind === "restore" ? [[record.of, record] as const] : [])),
  );
  const taken = new Set<string>();
  const whole = last.map((told): Told => {
    let { restore } = told;
    let next = restore ?? restores.get(told.record.id);
    while (next !== undefined) {
      restore = next;
      taken.add(restore.id);
      next = restores.get(restore.id);
    }
    return restore === undefined ? told : { record: told.record, restore };
  });
  return whole.filter(({ record }) => !taken.has(record.id));
}
