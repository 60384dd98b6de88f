import { setTimeout as sleep } from "node:timers/promises";
import { problemOf } from "../../watch/problemOf.ts";

/** Between two tries, longer each time. Ms. */
const againMs = 5000;
const longestMs = 60_000;

/** What the work comes to: tried, and said why not, until it comes to something, or all is stopped. */
export async function untilItWorks<T>(
  work: () => Promise<T | undefined>,
  say: (line: string) => void,
  stop: AbortSignal,
): Promise<T | undefined> {
  for (let wait = againMs; !stop.aborted; wait = Math.min(wait * 2, longestMs)) {
    try {
      const done = await work();
      if (done !== undefined) return done;
    } catch (error) {
      const { code, message } = problemOf(error);
      say(`${code}: ${message}; trying again`);
    }
    await sleep(wait, undefined, { signal: stop }).catch(() => undefined);
  }
  return undefined;
}
