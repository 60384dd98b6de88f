import { exitCodes, Problem } from "../errors/problem.ts";
import type { ReleaseContext } from "./context.ts";
import type { ReleasePlan } from "./plan.ts";

/**
 * Shows the plan and asks whether it may go ahead.
 * @throws Problem NOT_APPROVED; whatever the asking side throws where there is nobody to ask
 */
export async function askApproval(plan: ReleasePlan, context: ReleaseContext): Promise<void> {
  context.emit({ type: "plan", at: Date.now(), plan });
  if (await context.approve(plan)) return;
  throw new Problem({
    code: "NOT_APPROVED",
    what:
      plan.kind === "restore"
        ? "the way back was not approved; no service was touched"
        : "the plan was not approved; nothing was touched",
    exitCode: exitCodes.interrupted,
  });
}
