import { UsageProblem } from "../../errors/problem.ts";
import type { CanaryAction } from "../../records/canary.ts";
import type { ReleaseRequest } from "../context.ts";
import type { ReleasePlan } from "../plan.ts";

/** A canary that is taken away is a way back too. */
const canaryBack: readonly CanaryAction[] = ["abort", "clear"];

/** Whether it goes on with a canary that others have approved. Pure. */
export function goesOnWithCanary({ canary }: Pick<ReleaseRequest, "canary">): boolean {
  return canary !== undefined && canary.action !== "start" && !canaryBack.includes(canary.action);
}

type Asked = Pick<ReleaseRequest, "kind" | "canary" | "emergency"> & Partial<Pick<ReleaseRequest, "edits">>;

/**
 * Whether others have to approve such a release, on a stack that asks for it. The way back never waits: it brings what has
 * served, and at night nobody else may be awake. A canary is approved with its begin, to its
 * end: what decides on its steps is evidence. Pure.
 * @throws UsageProblem APPROVAL_BESIDE_CANARY where a step would bring more than the canary, and no emergency is named
 */
export function needsApproval(
  { kind, canary, emergency, edits = [] }: Asked,
  plan: Pick<ReleasePlan, "services">,
): boolean {
  if (kind === "restore") return false;
  if (kind === "rollback") {
    // What starts first and was never released comes with it as the file says, and has served nobody.
    const named = new Set(edits.map(({ service }) => service));
    return plan.services.some(({ service, before }) => before === undefined && !named.has(service));
  }
  if (canary === undefined || canary.action === "start") return true;
  if (canaryBack.includes(canary.action)) return false;
  const more = plan.services.flatMap(({ service, changes }) =>
    changes.filter(({ path }) => !path.startsWith("release.")).map(({ path }) => `${service}: ${path}`),
  );
  if (more.length === 0) return false;
  if (emergency !== undefined) return true;
  throw besideCanary(more);
}

/** @param more `web: basic.env.A` */
export function besideCanary(more: string[]): UsageProblem {
  return new UsageProblem({
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
