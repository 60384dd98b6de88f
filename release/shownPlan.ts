import { jsonHash } from "../components/objects.ts";
import { exitCodes, Problem } from "../errors/problem.ts";
import { objectText } from "../drift/drift.ts";
import type { ReleasePlan } from "./plan.ts";
import { withoutStamps } from "./steadyPlan.ts";

/**
 * A digest of what a plan changes, for whoever was shown it (`--dry-run --json`) and releases that one alone (`--plan`). Stamps,
 * new at each call, are not told apart. Pure.
 */
export function planDigest({
  services,
  removals,
  drift,
}: Pick<ReleasePlan, "services" | "removals" | "drift">): string {
  const shown = {
    services: services.map(({ service, namespace, before, after }) => [
      service,
      namespace,
      before ?? null,
      withoutStamps(before, after),
    ]),
    removals: removals.map(({ service, withData, renamedTo }) => [service, withData ?? false, renamedTo ?? null]),
    mended: (drift?.mended ?? []).map((object) => [objectText(object), object.state]).sort(),
  };
  return jsonHash(shown).slice(0, 32);
}

/** @throws Problem PLAN_CHANGED before anything is touched */
export function refuseOtherPlan(plan: ReleasePlan, shown: string): void {
  if (planDigest(plan) === shown) return;
  throw new Problem({
    code: "PLAN_CHANGED",
    what: "what would be changed is not what was shown: somebody has released or changed something meanwhile; nothing was touched",
    next: "look at the plan as it is now, and release that",
    exitCode: exitCodes.interrupted,
  });
}
