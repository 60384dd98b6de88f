import { Problem, UsageProblem } from "../errors/problem.ts";
import { readStack } from "./stack.ts";
import type { StackLocation } from "./location.ts";

/**
 * Refuses an edit of the stack's file for what it makes wrong. What was wrong before does not count: of two secrets that
 * are missing one has to be set first.
 * @returns what is still wrong
 * @throws UsageProblem with everything that the edit makes wrong; YAML_INVALID
 */
export function refuseAddedProblems(location: StackLocation, before: string, after: string): readonly string[] {
  const was = problemIn(location, before);
  const is = problemIn(location, after);
  if (is === undefined) return [];
  // The rules are looked at only in services that are right by themselves: to come as far as them is no step back.
  const counts = (detail: string) => was?.code !== "CONFIG_INVALID" || !isRule(detail);
  const added = is.details.filter((detail) => was?.details.includes(detail) !== true && counts(detail));
  if (added.length === 0) return is.details;
  throw new UsageProblem({
    code: is.code,
    what: "this would make the configuration wrong; nothing was written",
    ...(is.where === undefined ? {} : { where: is.where }),
    details: [...added],
    next: "give a value that fits; docs/parameters.md has each",
  });
}

/** `ZD013 at releases:services…`, as both problems tell a broken rule. */
function isRule(detail: string): boolean {
  return /^[A-Z]{2}\d{3} at /.test(detail);
}

function problemIn(location: StackLocation, text: string): Problem | undefined {
  try {
    readStack(location, text);
    return undefined;
  } catch (error) {
    if (error instanceof Problem && (error.code === "CONFIG_INVALID" || error.code === "RULES_BROKEN")) return error;
    throw error;
  }
}
