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
 * 0, and one that fell began again; one that fell by less than half was a sum that has lost a part, or came from another
 * Prometheus whose scrape is older: it counts once it is above what it was, or the same requests would count twice.
 * One that is gone is remembered: it may come back. Pure.
 */
export function growth(before: Counters | undefined, samples: readonly Sample[]): Growth {
  const counters = new Map(before);
  let grown = 0;
  for (const { series, value } of samples) {
    const last = before === undefined ? value : (before.get(series) ?? 0);
    const beganAnew = value < last / 2;
    grown += beganAnew ? value : Math.max(0, value - last);
    counters.set(series, beganAnew ? value : Math.max(last, value));
  }
  return { counters, grown };
}
