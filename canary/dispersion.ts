import type { TrackCounts } from "./check.ts";

/** Sums over the windows of a track; older ones count less and less. */
export interface Windows {
  count: number;
  all: number;
  bad: number;
  /** Of bad · bad / all. */
  squares: number;
}

/** An outage is forgotten in so many windows. */
const remembered = 300;
/** What is taken for true before anything is seen, and as how many windows it counts. */
const prior = { dispersion: 3, windows: 30 };
/** Above this it was an outage that hit both tracks, which does no harm to a comparison. */
const most = 10;

export const noWindows: Windows = { count: 0, all: 0, bad: 0, squares: 0 };

export function withWindow(windows: Windows, { bad, all }: TrackCounts): Windows {
  if (all === 0) return windows;
  const keep = 1 - 1 / remembered;
  return {
    count: windows.count * keep + 1,
    all: windows.all * keep + all,
    bad: windows.bad * keep + bad,
    squares: windows.squares * keep + bad ** 2 / all,
  };
}

/**
 * How many errors come together, by how much more than chance a track's share of errors varies from window to window
 * (Pearson's chi² by its degrees of freedom): 1 where each comes by itself. Evidence is divided by it. Pure.
 */
export function dispersion({ count, all, bad, squares }: Windows): number {
  const share = all === 0 ? 0 : bad / all;
  const isVaried = count > 1 && share > 0 && share < 1;
  const chi2 = isVaried ? (squares - share * bad) / (share * (1 - share)) : 0;
  const estimate = (prior.dispersion * prior.windows + chi2) / (prior.windows + (isVaried ? count - 1 : 0));
  return Math.min(most, Math.max(1, estimate));
}
