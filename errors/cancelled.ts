import { exitCodes, Problem } from "./problem.ts";

/** @throws Problem CANCELLED where Ctrl-C came before anything was touched. */
export function stopIfCancelled({ signal }: { signal: AbortSignal }): void {
  if (!signal.aborted) return;
  throw new Problem({
    code: "CANCELLED",
    what: "cancelled before anything was touched",
    exitCode: exitCodes.interrupted,
  });
}
