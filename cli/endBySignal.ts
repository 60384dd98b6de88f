import { exitCodes } from "../errors/problem.ts";

/**
 * A signal ends the command where nothing else takes it, by exit: unlike by the signal itself, that removes what is only
 * for this run. Returns what to call once the command has said its last word: from then on it ends as it would have.
 */
export function endBySignal(): () => void {
  let over = false;
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      // Until a release takes them over.
      if (process.listenerCount(signal) === 1)
        process.exit(over ? (process.exitCode ?? exitCodes.done) : exitCodes.interrupted);
    });
  }
  return () => {
    over = true;
  };
}
