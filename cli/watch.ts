import { UnreachableProblem } from "../errors/problem.ts";
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

/** Of an option `--interval`; at least a second. */
export function intervalSeconds(text: string, otherwise: number): number {
  return Math.max(1, Number(text) || otherwise);
}
