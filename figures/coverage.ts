import type { ReleaseRecord } from "../records/record.ts";
import type { Period } from "./figures.ts";

/**
 * The part of a period that can be counted. Where the oldest releases are gone, the figures of the time before would
 * be too small, and a mean over it wrong. Pure.
 * @param records in any order; `lost`: whether there may have been older ones
 */
export function coveredPart(period: Period, records: readonly ReleaseRecord[], lost: boolean): Period {
  if (!lost) return period;
  const oldest = Math.min(...records.map(({ startedAt }) => Date.parse(startedAt)));
  return { ...period, from: Math.min(Math.max(period.from, oldest), period.until) };
}
