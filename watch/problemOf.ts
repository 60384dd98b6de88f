import { errorText } from "../errors/errorText.ts";
import { exitCodes, Problem } from "../errors/problem.ts";

/** Whatever went wrong: one look that fails is no reason to end what is to run for weeks. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const what = errorText(error);
  return new Problem({ code: "BUG", what, exitCode: exitCodes.unreachable, cause: error });
}
