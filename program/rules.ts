/** `service-releases/rules`: what a project's own tests and scripts ask of its stacks. docs/package.md */
import { dirname } from "node:path";
import { checkedStack } from "../components/checkedStack.ts";
import { stacksIn } from "../components/config/knownStacks.ts";
import { readStackFile } from "../components/config/stackFile.ts";
import type { StackConfig } from "../components/config/stackConfig.ts";
import { useOwnParts } from "../components/ownParts.ts";

export { checkRules } from "../components/rules.ts";
export type { OwnRule } from "../components/rules/own.ts";
export type { Breach } from "../components/rules/rule.ts";
export type { Finding } from "../components/rules.ts";
export type { Service, StackConfig } from "../components/config/stackConfig.ts";
export { Problem } from "../errors/problem.ts";
export { stacksIn };

/**
 * A stack's file, checked as a release checks it: without cluster, state or passphrase.
 * @param file path of a `Pulumi.<stack>.yaml`; the project's own templates are those beside it
 * @throws Problem with everything that is wrong with it: CONFIG_INVALID, RULES_BROKEN, YAML_INVALID, STACK_UNKNOWN
 */
export function checkStackFile(file: string): StackConfig {
  useOwnParts(dirname(file));
  return checkedStack(readStackFile(file));
}
