import { useObjects } from "./objects/own.ts";
import { useRules } from "./rules/own.ts";
import { useTemplates } from "./templates.ts";

/**
 * From now on the project's own templates, rules and objects are there too: what stands in its folders of these names.
 * @throws UsageProblem TEMPLATE_INVALID, RULE_INVALID, OBJECTS_INVALID
 */
export function useOwnParts(projectDir: string): void {
  useTemplates(projectDir);
  useRules(projectDir);
  useObjects(projectDir);
}
