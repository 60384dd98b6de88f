import { UsageProblem } from "../../errors/problem.ts";
import { inForce } from "../../records/choose.ts";
import type { ReleaseRecord } from "../../records/record.ts";
import { inCanary } from "../../parameters/canary.ts";
import type { Stack } from "../../parameters/stack.ts";
import type { ReleaseRequest } from "../context.ts";
import type { Scope } from "./scope.ts";

/**
 * While a canary stands, another version comes by it or after it: a second one would roll over the stable pods that have
 * the traffic the canary has not.
 * @throws UsageProblem CANARY_UNDER_WAY
 */
export function refuseMidCanary(
  { stack, scope }: { stack: Stack; scope: Scope },
  records: readonly ReleaseRecord[],
  { kind }: ReleaseRequest,
): void {
  if (kind === "canary" || kind === "rollback") return;
  const second = [...stack.services].flatMap(([service, { parameters }]) => {
    const standing = inForce(records, service);
    if (scope.only?.includes(service) === false || standing === undefined || !inCanary(standing)) return [];
    const other = parameters.release.version !== standing.release.version;
    return other && inCanary(parameters) ? [`${service} ${parameters.release.version}`] : [];
  });
  if (second.length === 0) return;
  throw canaryUnderWay(second);
}

/** @param asked `website v3` */
export function canaryUnderWay(asked: readonly string[]): UsageProblem {
  const names = asked.map((one) => one.split(" ")[0] ?? "");
  return new UsageProblem({
    code: "CANARY_UNDER_WAY",
    what: `${asked.join(", ")} cannot be released: another canary stands`,
    next: `release canary status ${names.join(" ")}; then release canary promote or abort; or release up --canary --supersede, which aborts it first`,
  });
}
