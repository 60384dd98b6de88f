import { createHash } from "node:crypto";
import { exitCodes, Problem } from "../errors/problem.ts";
import { objectText } from "../drift/drift.ts";
import type { ServiceParameters } from "../parameters/serviceParameters.ts";
import type { ReleasePlan } from "./plan.ts";

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
      sorted(before ?? null),
      sorted(withoutStamps(before, after)),
    ]),
    removals: removals.map(({ service, withData, renamedTo }) => [service, withData ?? false, renamedTo ?? null]),
    mended: (drift?.mended ?? []).map((object) => [objectText(object), object.state]).sort(),
  };
  return createHash("sha256").update(JSON.stringify(shown)).digest("hex").slice(0, 32);
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

const stamps = ["restartedAt", "jobsAgain"];

function withoutStamps(before: ServiceParameters | undefined, after: ServiceParameters): object {
  const release = Object.entries(after.release).map(([key, value]) => [
    key,
    stamps.includes(key) && value !== before?.release[key] ? "new" : value,
  ]);
  return { ...after, release: Object.fromEntries(release) as object };
}

/** The same whatever the order of the keys. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, item]) => [key, sorted(item)]);
}
