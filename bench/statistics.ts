import { median } from "../figures/statistics.ts";

export interface Summary {
  median: number;
  min: number;
  max: number;
}

/** @throws RangeError when there is no value */
export function summarize(values: readonly number[]): Summary {
  const sorted = [...values].sort((a, b) => a - b);
  const [min] = sorted;
  const max = sorted.at(-1);
  if (min === undefined || max === undefined) throw new RangeError("no values to summarize");
  return { median: median(sorted) ?? min, min, max };
}

/** Median less median. Undefined without a baseline. */
export function excess(values: readonly number[], baseline: readonly number[]): number | undefined {
  if (values.length === 0 || baseline.length === 0) return undefined;
  return summarize(values).median - summarize(baseline).median;
}

/** Median over median: one slow round on either side does not decide. Undefined without a baseline, or of one that is zero. */
export function ratio(values: readonly number[], baseline: readonly number[]): number | undefined {
  if (values.length === 0 || baseline.length === 0) return undefined;
  const below = summarize(baseline).median;
  return below === 0 ? undefined : summarize(values).median / below;
}
