import { invalidConfig, readStackConfig } from "./config.ts";
import type { ConfigSource, RawStackConfig, StackConfig } from "./config/stackConfig.ts";
import { checkOwnObjects } from "./objects/own.ts";
import { assertRules, brokenRules } from "./rules.ts";
import { foundByRule } from "./rules/codes.ts";

/**
 * The configuration of a stack, rules included: one reading tells all there is to mend.
 * @throws UsageProblem CONFIG_INVALID, with the rules that the services break which are right by themselves;
 *   RULES_BROKEN where nothing else is wrong
 */
export function checkedStack(raw: RawStackConfig, source?: ConfigSource): StackConfig {
  const { config, ...found } = readStackConfig(raw);
  const errors = [...found.errors, ...found.stale];
  if (config === undefined || errors.length > 0) {
    throw invalidConfig(errors, raw, source, config === undefined ? [] : brokenRules(config));
  }
  assertRules(config, brokenRules(config), raw.files);
  checkOwnObjects(config.services);
  return config;
}

const ofService = new RegExp(`^(?:(?:${foundByRule})?releases:(?:services|current)\\.|services/)([^.:]+)`);

/**
 * The same of some services only, for whoever looks at these: what is wrong with others does not stand in their way.
 * @throws UsageProblem CONFIG_INVALID, RULES_BROKEN with what is wrong with these services, or with the stack's own keys
 */
export function checkedServices(names: readonly string[]): typeof checkedStack {
  const concerns = (line: string): boolean => {
    const [, service] = ofService.exec(line) ?? [];
    return service === undefined || names.includes(service);
  };
  return (raw, source) => {
    const { config, errors, stale } = readStackConfig(raw);
    const wrong = [...errors, ...stale].filter(concerns);
    const broken = config === undefined ? [] : brokenRules(config).filter(concerns);
    if (config === undefined || wrong.length > 0) throw invalidConfig(wrong, raw, source, broken);
    assertRules(config, broken, raw.files);
    return config;
  };
}
