import type { TrackCounts } from "./check.ts";

/** Windows that are remembered: an outage is forgotten in time. */
export const dispersionWindows = 120;
/** What is taken for true before anything is seen, and as how many windows it counts. */
const prior = { dispersion: 2, windows: 10 };
/** Above this it was an outage that hit both tracks, which does no harm to a comparison. */
const most = 10;

/**
 * How many errors come together, by how much more than chance the stable track's share of errors varies from window to
 * window: 1 where each comes by itself. Evidence is divided by it. Pure.
 */
export function dispersion(windows: readonly TrackCounts[]): number {
  const seen = windows.filter(({ all }) => all > 0);
  const errors = sum(seen.map(({ bad }) => bad));
  const share = errors / Math.max(1, sum(seen.map(({ all }) => all)));
  const isVaried = seen.length > 1 && share > 0 && share < 1;
  const chi2 = isVaried ? sum(seen.map(({ bad, all }) => (bad - all * share) ** 2 / (all * share * (1 - share)))) : 0;
  const seenWindows = isVaried ? seen.length - 1 : 0;
  const estimate = (prior.dispersion * prior.windows + chi2) / (prior.windows + seenWindows);
  return Math.min(most, Math.max(1, estimate));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
