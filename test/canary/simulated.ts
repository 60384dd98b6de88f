import { countsJudge } from "../../canary/judges/counts.ts";
import { valuesJudge } from "../../canary/judges/values.ts";
import {
  chance,
  countsStream,
  goodCounts,
  goodValues,
  judged,
  valuesStream,
  type Ended,
} from "../../bench/canaryStreams.ts";

/** A step's checks as they are by default, were there one. */
export const counts = { tolerate: 1.5, floor: 0.001, odds: 100, minimum: 50, since: 0 };
export const values = { tolerate: 1.2, odds: 100, minimum: 10, since: 0 };

export interface Ran {
  name: string;
  ended: Ended;
}

/** How steps of 5 min end for so many good canaries of each kind, at each weight and time between two looks. */
export function goodCanaries(runs: number, weights: readonly number[], intervals: readonly number[]): Ran[] {
  return intervals.flatMap((interval) =>
    Array.from({ length: runs }, (_, seed) => seed).flatMap((seed) => [
      ...Object.entries(goodCounts).flatMap(([name, traffic]) =>
        weights.map((weight) => ({
          name: `${name}, weight ${weight} %, each ${interval} s`,
          ended: judged(countsJudge(counts), countsStream(chance(seed), { ...traffic, weight }, { interval })),
        })),
      ),
      ...Object.entries(goodValues).map(([name, latency]) => ({
        name: `${name}, each ${interval} s`,
        ended: judged(valuesJudge({ ...values, span: interval }), valuesStream(chance(seed), latency, { interval })),
      })),
    ]),
  );
}

/** How many of 100 are aborted of each kind; those of which none are left out. */
export function abortedOf(runs: readonly Ran[]): Record<string, number> {
  const all = Map.groupBy(runs, ({ name }) => name);
  return Object.fromEntries(
    [...all].flatMap(([name, of]) => {
      const bad = of.filter(({ ended }) => ended.verdict === "bad").length;
      return bad === 0 ? [] : [[name, (100 * bad) / of.length]];
    }),
  );
}
