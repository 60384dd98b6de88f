import { UsageProblem } from "../errors/problem.ts";
import type { StackConfig } from "./config.ts";
import type { RuleCode } from "./rules/codes.ts";

/** One rule that a service breaks. */
export interface Finding {
  code: RuleCode;
  service: string;
  /** The parameter to change: `releases:services.website.rollout.maxUnavailable`. */
  path: string;
  /** What would happen, with the numbers computed. */
  message: string;
  /** The way out. */
  fix: string;
  /** The reason of a waiver, where the service has one for this rule. */
  waived?: string;
}

/** Every rule on every service of the stack; waived findings come with their reason. */
export function checkRules(_config: StackConfig): Finding[] {
  return [];
}

/**
 * Refuses a stack with findings that are not waived.
 * @throws UsageProblem RULES_BROKEN with a line for each
 */
export function assertRules(config: StackConfig): void {
  const open = checkRules(config).filter(({ waived }) => waived === undefined);
  if (open.length === 0) return;
  throw new UsageProblem({
    code: "RULES_BROKEN",
    what: `stack ${config.stack} would drop requests: ${open.length === 1 ? "one rule is" : `${open.length} rules are`} broken`,
    where: `Pulumi.${config.stack}.yaml`,
    details: open.map(({ code, path, message, fix }) => `${code} at ${path}: ${message}; ${fix}`),
    next: "mend them, or waive one by its code with a reason: waivers: {ZD003: why}; docs/rules.md explains each",
  });
}
