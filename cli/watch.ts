import { UnreachableProblem, UsageProblem } from "../errors/problem.ts";
import { unread } from "./output.ts";

/** What a look came to: lines for a person, and the value for --json. */
export interface Seen {
  lines: string[];
  value: unknown;
}

/**
 * Looks every so many seconds until nobody reads any more. An API server that does not answer for a while is what a
 * person watches for: shown, and asked again.
 */
export async function watch(
  seconds: number,
  look: () => Promise<Seen>,
  show: (seen: Seen, answered: boolean) => void,
): Promise<void> {
  while (!unread.aborted) {
    try {
      show(await look(), true);
    } catch (error) {
      if (!(error instanceof UnreachableProblem)) throw error;
      const value = { type: "problem", code: error.code, message: error.message };
      show({ lines: [error.message], value }, false);
    }
    await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  }
}

/** Longest time between two looks, in seconds: a day. */
const longest = 86_400;

/** Of an option `--interval`. @throws UsageProblem INTERVAL_MALFORMED */
export function intervalSeconds(text: string): number {
  const seconds = /^\d+(\.\d+)?$/.test(text) ? Number(text) : 0;
  if (seconds >= 1 && seconds <= longest) return seconds;
  throw new UsageProblem({
    code: "INTERVAL_MALFORMED",
    what: `--interval ${text} is no number of seconds from 1 to ${longest}`,
    next: "e.g. --interval 10",
  });
}
