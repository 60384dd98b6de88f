import { exitCodes, Problem, UsageProblem } from "../errors/problem.ts";
import { removalText } from "./removal.ts";
import type { ReleaseContext } from "./context.ts";
import type { ReleasePlan } from "./plan.ts";

/**
 * Shows the plan and asks whether it may go ahead.
 * @param others what those say who are asked before whoever is there; it comes back once the plan may go ahead
 * @throws Problem NOT_APPROVED; whatever the asking side throws where there is nobody to ask
 */
export async function askApproval<T>(plan: ReleasePlan, context: ReleaseContext, others: () => Promise<T>): Promise<T> {
  context.emit({ type: "plan", at: Date.now(), plan });
  await askRemoval(plan, context);
  const said = await others();
  if (await context.approve(plan)) return said;
  throw new Problem({
    code: "NOT_APPROVED",
    what:
      plan.kind === "restore"
        ? "the way back was not approved; no service was touched"
        : "the plan was not approved; nothing was touched",
    exitCode: exitCodes.interrupted,
  });
}

/** Where nobody else is asked. */
export const nobody = (): Promise<void> => Promise.resolve();

/** What nobody has named must not go because a line was lost in a merge, or this checkout is behind. */
async function askRemoval({ removals }: ReleasePlan, context: ReleaseContext): Promise<void> {
  const unnamed = removals.filter(({ named }) => !named);
  if (unnamed.length === 0 || (await context.approveRemoval?.(unnamed)) === true) return;
  const names = unnamed.map(({ service }) => service);
  throw new UsageProblem({
    code: "REMOVAL_UNNAMED",
    what: `${names.join(", ")} ${names.length === 1 ? "is" : "are"} gone from the stack's file and would leave the cluster; nothing was touched`,
    details: unnamed.map(removalText),
    next: `to remove: release up ${names.map((name) => `--remove ${name}`).join(" ")}; to keep: put the block back, or pull the commit that has it; to leave it alone: release the others by name`,
  });
}
