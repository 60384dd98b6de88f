import { setTimeout as sleep } from "node:timers/promises";
import { UnreachableProblem } from "../errors/problem.ts";

const pausesMs = [500, 1_000, 2_000, 4_000, 8_000];

/** Tries again while the cluster does not answer, for a quarter of a minute: what has happened should get on record. */
export async function patiently<T>(work: () => Promise<T>, pauses: readonly number[] = pausesMs): Promise<T> {
  for (const pause of pauses) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof UnreachableProblem)) throw error;
      await sleep(pause);
    }
  }
  return work();
}
