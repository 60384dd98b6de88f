import { foundByRule } from "../components/rules/codes.ts";
import type { ServiceFiles } from "../components/config/serviceFiles.ts";
import { Problem, UsageProblem } from "../errors/problem.ts";
import { readStack } from "./stack.ts";
import type { StackLocation } from "./location.ts";

/** What a stack is read from. */
export interface StackTexts {
  /** Its own file. */
  text: string;
  files: ServiceFiles;
}

/**
 * Refuses an edit of the stack's file, or of a service's, for what it makes wrong. What was wrong before does not count: of
 * two secrets that are missing one has to be set first.
 * @returns what is still wrong
 * @throws UsageProblem with everything that the edit makes wrong; YAML_INVALID
 */
export function refuseAddedProblems(
  location: StackLocation,
  before: StackTexts,
  after: StackTexts,
  whose = "the configuration",
): readonly string[] {
  const was = problemIn(location, before);
  const is = problemIn(location, after);
  if (is === undefined) return [];
  // The rules are looked at only in services that are right by themselves: to come as far as them is no step back.
  const counts = (detail: string) => was?.code !== "CONFIG_INVALID" || !isRule(detail);
  const known = new Set(was?.details.map(withoutLine));
  const added = is.details.filter((detail) => !known.has(withoutLine(detail)) && counts(detail));
  if (added.length === 0) return is.details;
  throw new UsageProblem({
    code: is.code,
    what: `this would make ${whose} wrong; nothing was written`,
    ...(is.where === undefined ? {} : { where: is.where }),
    details: [...added],
    next: "give a value that fits; docs/parameters.md has each",
  });
}

/** An edit moves what stands below it. */
function withoutLine(detail: string): string {
  return detail.replace(/(services\/[^:]+):\d+:/, "$1:");
}

/** `ZD013 at releases:services…`, as both problems tell a broken rule. */
function isRule(detail: string): boolean {
  return new RegExp(`^${foundByRule}`).test(detail);
}

function problemIn(location: StackLocation, { text, files }: StackTexts): Problem | undefined {
  try {
    readStack(location, text, files);
    return undefined;
  } catch (error) {
    if (error instanceof Problem && (error.code === "CONFIG_INVALID" || error.code === "RULES_BROKEN")) return error;
    throw error;
  }
}
