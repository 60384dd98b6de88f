import { UsageProblem } from "../../../errors/problem.ts";
import type { Goal } from "./goal.ts";

/** @throws UsageProblem for an option of Pulumi that this engine does not have. */
export function refuseUnsupported(goal: Goal, urn: string): void {
  const refuse = (code: string, what: string): UsageProblem =>
    new UsageProblem({ code, what, where: urn, next: "use the pulumi engine: --engine pulumi" });
  if (goal.importId !== "") {
    throw refuse(
      "IMPORT_UNSUPPORTED",
      `the embedded engine does not import existing resources (option \`import\` of "${goal.name}")`,
    );
  }
  if (goal.hooks !== undefined && goal.hooks.beforeDelete.length + goal.hooks.afterDelete.length > 0) {
    throw refuse(
      "FEATURE_UNSUPPORTED",
      `the embedded engine calls no hooks around deletions (option \`hooks\` of "${goal.name}")`,
    );
  }
  if (goal.hasReplacementTrigger) {
    throw refuse(
      "FEATURE_UNSUPPORTED",
      `the embedded engine knows no replacement triggers (option \`replacementTrigger\` of "${goal.name}")`,
    );
  }
  if (goal.remote) {
    throw refuse(
      "PACKAGE_UNSUPPORTED",
      `${goal.type} is a component made by a plugin, which the embedded engine does not run`,
    );
  }
}
