import { invalidConfig, readStackConfig } from "./config.ts";
import type { ConfigSource, RawStackConfig, StackConfig } from "./config/stackConfig.ts";
import { assertRules, brokenRules } from "./rules.ts";

/**
 * The configuration of a stack, rules included: one reading tells all there is to mend.
 * @throws UsageProblem CONFIG_INVALID, with the rules that the services break which are right by themselves;
 *   RULES_BROKEN where nothing else is wrong
 */
export function checkedStack(raw: RawStackConfig, source?: ConfigSource): StackConfig {
  const { config, errors } = readStackConfig(raw);
  if (config === undefined || errors.length > 0) {
    throw invalidConfig(errors, raw.stack, source, config === undefined ? [] : brokenRules(config));
  }
  assertRules(config);
  return config;
}
