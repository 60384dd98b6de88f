import { exitCodes, Problem } from "../../errors/problem.ts";

/** A CLI before Pulumi could import and change in one update says that inputs do not match. */
export function notTaken(failures: readonly string[]): Problem {
  const old = failures.some((message) => message.includes("inputs to import do not match"));
  return new Problem({
    code: old ? "PULUMI_UNFIT" : "NOT_ADOPTED",
    what: old
      ? "this Pulumi CLI cannot import an object and change it in one update; everything was let go again"
      : "the update that was to take things over failed; everything was let go again, and the file is as it was",
    details: [...failures],
    next: old ? "release doctor --install-pulumi brings one that can" : "mend what is told, then again",
    exitCode: old ? exitCodes.usage : exitCodes.rolledBack,
  });
}
