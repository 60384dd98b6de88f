import { bet, noBets, type Bets } from "./sequential.ts";

/** How far from a fair coin it may be: 0.9 is "above in 95 of 100 looks". */
const leanings = [0.25, 0.5, 0.75, 0.9];
/** Latency has a memory of seconds (garbage collection, a burst): of looks closer than this each counts in proportion. */
const memorySeconds = 5;

export const noValues: Bets = noBets(leanings.length);

/**
 * One more look: whether the canary's figure was above what is still good, which of a canary that is as good happens in
 * at most half of all looks, however the figure is spread. How far above does not count, so that no spike decides. Pure.
 * @param seconds since the look before that counted
 */
export function withValue(evidence: Bets, above: boolean, seconds: number): Bets {
  const counts = Math.min(1, seconds / memorySeconds);
  return bet(
    evidence,
    leanings.map((leaning) => counts * Math.log(above ? 1 + leaning : 1 - leaning)),
  );
}

/** Whether a figure is above what is still good. */
export function isAbove(canary: number, stable: number | undefined, { tolerate, max }: ValuesRule): boolean {
  if (max !== undefined) return canary > max;
  return stable !== undefined && canary > stable + (tolerate - 1) * Math.abs(stable);
}

export interface ValuesRule {
  /** How many times the stable track's figure is still good. */
  tolerate: number;
  /** The most that is good; the stable track is not asked then. */
  max?: number;
}
