import { describeProblem, exitCodes, Problem, type ExitCode } from "../errors/problem.ts";
import { styleFor } from "./renderers/style.ts";

/** Writes what went wrong to stderr (with --json as one object) and says with which code to exit. */
export function reportError(error: unknown, json: boolean): ExitCode {
  if (error instanceof Problem) {
    process.stderr.write(json ? `${JSON.stringify(problemJson(error))}\n` : `${coloured(error)}\n`);
    return error.exitCode;
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(
    json
      ? `${JSON.stringify({ type: "problem", code: "BUG", message: text })}\n`
      : `BUG: this should not happen, please report it with what you did\n${text}\n`,
  );
  return exitCodes.notRolledBack;
}

function problemJson(problem: Problem): unknown {
  const { code, message, where, details, next, exitCode } = problem;
  return { type: "problem", code, message, where, details, next, exitCode };
}

function coloured(problem: Problem): string {
  const style = styleFor(process.stderr);
  const [head = "", ...rest] = describeProblem(problem).split("\n");
  const [code = "", ...words] = head.split(": ");
  return [`${style.bad(code)}: ${words.join(": ")}`, ...rest].join("\n");
}
