import type { Sample } from "./prometheusApi.ts";

/** The last value of each counter. */
export type Counters = ReadonlyMap<string, number>;

export interface Growth {
  counters: Counters;
  /** By how much all of them together have grown. */
  grown: number;
}

/**
 * What counters have grown by since they were last read; by nothing where they never were. A series that is new began at
 * 0, and one that fell began again; one that fell by less than half was a sum that has lost a part, which says nothing.
 * One that is gone is remembered: it may come back. Pure.
 */
export function growth(before: Counters | undefined, samples: readonly Sample[]): Growth {
  const counters = new Map(before);
  let grown = 0;
  for (const { series, value } of samples) {
    const last = before === undefined ? value : (before.get(series) ?? 0);
    if (value >= last) grown += value - last;
    else if (value < last / 2) grown += value;
    counters.set(series, value);
  }
  return { counters, grown };
}
