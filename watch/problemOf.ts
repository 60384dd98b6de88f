import { exitCodes, Problem } from "../errors/problem.ts";

/** Whatever went wrong: one look that fails is no reason to end what is to run for weeks. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const what = error instanceof Error ? error.message : String(error);
  return new Problem({ code: "BUG", what, exitCode: exitCodes.unreachable, cause: error });
}
