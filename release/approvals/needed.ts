import { UsageProblem } from "../../errors/problem.ts";
import type { ReleaseKind } from "../../records/record.ts";
import type { CanaryAction } from "../../records/canary.ts";
import type { ReleaseRequest } from "../context.ts";
import type { ReleasePlan } from "../plan.ts";

/** What never waits: the way back. It brings what has served, and at night nobody else may be awake. */
const waysBack: readonly ReleaseKind[] = ["rollback", "restore"];

/** A canary that is taken away, or stays where it is, is a way back too. */
const canaryBack: readonly CanaryAction[] = ["abort", "clear", "pause"];

type Asked = Pick<ReleaseRequest, "kind" | "canary">;

/**
 * Whether others have to approve such a release, on a stack that asks for it. A canary is approved with its begin, to its
 * end: what decides on its steps is evidence. Pure.
 * @throws UsageProblem APPROVAL_BESIDE_CANARY where a step would bring more than the canary
 */
export function needsApproval({ kind, canary }: Asked, plan: Pick<ReleasePlan, "services">): boolean {
  if (waysBack.includes(kind)) return false;
  if (canary === undefined || canary.action === "start") return true;
  if (canaryBack.includes(canary.action)) return false;
  const more = plan.services.flatMap(({ service, changes }) =>
    changes.filter(({ path }) => !path.startsWith("release.")).map(({ path }) => `${service}: ${path}`),
  );
  if (more.length === 0) return false;
  throw new UsageProblem({
    code: "APPROVAL_BESIDE_CANARY",
    what: "a canary's step was approved with its begin, and would bring more than that; nothing was touched",
    details: more,
    next: "put these back as they were, or end the canary (release canary abort) and propose both; what cannot wait: --emergency REASON",
  });
}

/** Whether the plan says that nothing is to change; what a template or the program brings it does not know. Pure. */
export function saysNothing({ services, removals, drift }: ReleasePlan): boolean {
  const same = services.every(
    ({ before, beforeUnknown, changes }) => before !== undefined && beforeUnknown !== true && changes.length === 0,
  );
  return same && removals.length === 0 && (drift?.mended ?? []).length === 0;
}
