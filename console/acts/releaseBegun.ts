import type { ReleaseRecord } from "../../records/record.ts";

/** Until a release is on record it is checked and planned: nobody waits longer for that. ms */
const longestMs = 180_000;

/** The release that somebody asked for at that time: the first that they began from then on. Pure. @param records newest first */
export function releaseBegun(
  records: readonly Pick<ReleaseRecord, "id" | "operator" | "startedAt">[],
  operator: string,
  asked: Date,
): string | undefined {
  const began = (startedAt: string) => Date.parse(startedAt) - asked.getTime();
  return records.findLast(
    ({ operator: by, startedAt }) => by === operator && began(startedAt) >= 0 && began(startedAt) < longestMs,
  )?.id;
}
