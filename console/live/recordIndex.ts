import { operatorText, type ReleaseRecord, type ServiceChange } from "../../records/record.ts";

/** What the records say of one service, found once for all. */
export interface ServiceStory {
  /** The newest release of it. */
  last: ReleaseRecord;
  /** The release that brought what serves: its newest good one. */
  good?: ReleaseRecord;
  /** The newest change of it. */
  change: ServiceChange;
}

/** By service. Pure. @param records newest first */
export function storiesOf(records: readonly ReleaseRecord[]): Map<string, ServiceStory> {
  const stories = new Map<string, ServiceStory>();
  for (const record of records) {
    for (const change of record.changes) {
      const known = stories.get(change.service);
      const good = record.result === "succeeded";
      if (known === undefined) stories.set(change.service, { last: record, change, ...(good ? { good: record } : {}) });
      else if (known.good === undefined && good) known.good = record;
    }
  }
  return stories;
}

/** Since when it runs what it runs, and by whom: the good release that first brought that version. Pure. */
export function servesSince({ good }: ServiceStory): { since?: string; by?: string } {
  if (good === undefined) return {};
  return { since: good.endedAt ?? good.startedAt, by: operatorText(good) };
}
