import { join } from "node:path";
import { errorText } from "../../errors/errorText.ts";
import type { Service, StackConfig } from "../config/stackConfig.ts";
import { invalidFile, ownFiles } from "../ownFiles.ts";
import { ruleCodeForm, ruleTitles, type OwnRuleCode } from "./codes.ts";
import type { Breach, Rule } from "./rule.ts";

/** A rule of the project's own: one of the files in its `rules` folder. docs/package.md */
export interface OwnRule extends Rule {
  /** Two to eight capitals, neither ZD nor SC, and three digits: `SHOP001`. */
  code: OwnRuleCode;
}

const shape = 'export const rule: OwnRule = { code: "SHOP001", check: (service, stack) => [] }';
let own: readonly Rule[] = [];

/** The project's own rules, in the order of their files. */
export function ownRules(): readonly Rule[] {
  return own;
}

/** Every code that a service may waive. */
export function ruleCodes(): string[] {
  return [...Object.keys(ruleTitles), ...own.map(({ code }) => code)];
}

/**
 * From now on the project's own rules hold too: `rules/NAME.ts` beside its Pulumi.yaml, each exporting `rule`.
 * @throws UsageProblem RULE_INVALID
 */
export function useRules(projectDir: string): void {
  const files = ownFiles<OwnRule>({ folder: join(projectDir, "rules"), exported: "rule", shape });
  const taken = new Map<string, string>();
  own = files.map(({ file, value }) => {
    const holder = taken.get(value.code);
    const why = holder === undefined ? wrongCode(value.code) : `${value.code} is ${holder}'s code already`;
    if (why !== undefined) throw invalidFile(file, { exported: "rule", shape }, why);
    taken.set(value.code, file);
    return { code: value.code, check: (service, stack) => checked(value, file, service, stack) };
  });
}

function wrongCode(code: unknown): string | undefined {
  if (typeof code === "string" && new RegExp(`^${ruleCodeForm}$`).test(code) && !/^(ZD|SC)\d/.test(code))
    return undefined;
  return `its code is ${JSON.stringify(code)}; allowed: two to eight capitals, neither ZD nor SC, and three digits, like SHOP001`;
}

/** One that throws must not look like a service that is right. */
function checked({ check, code }: OwnRule, file: string, service: Service, stack: StackConfig): Breach[] {
  try {
    return check(service, stack);
  } catch (cause) {
    const text = errorText(cause);
    throw invalidFile(file, { exported: "rule", shape }, `${code} failed on service ${service.name}: ${text}`, cause);
  }
}
