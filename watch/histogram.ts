/** How often something took how long, in seconds. */
export interface Histogram {
  /** Upper bounds, rising. */
  bounds: readonly number[];
  /** Those that took no longer than the bound, of each by itself; the last is of all beyond. */
  counts: number[];
  sum: number;
}

export function newHistogram(bounds: readonly number[]): Histogram {
  return { bounds, counts: [...bounds, Infinity].map(() => 0), sum: 0 };
}

export function observe(histogram: Histogram, seconds: number): void {
  const index = histogram.bounds.findIndex((bound) => seconds <= bound);
  const at = index < 0 ? histogram.bounds.length : index;
  histogram.counts[at] = (histogram.counts[at] ?? 0) + 1;
  histogram.sum += seconds;
}
