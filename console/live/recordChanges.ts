import type { ReleaseRecord } from "../../records/record.ts";

/** Records that are new or say something else (the same object says the same), and those that are gone. Pure. */
export function changedRecords(
  before: readonly ReleaseRecord[],
  after: readonly ReleaseRecord[],
): { changed: ReleaseRecord[]; removed: ReleaseRecord[] } {
  const known = new Set(before);
  const ids = new Set(after.map(({ id }) => id));
  return {
    // Oldest first: the order in which they happened.
    changed: after.filter((record) => !known.has(record)).reverse(),
    removed: before.filter(({ id }) => !ids.has(id)),
  };
}
