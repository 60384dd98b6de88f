import { UsageProblem } from "../../errors/problem.ts";
import type { ReleaseRequest } from "../context.ts";
import { failedBefore, lastGood } from "../../records/choose.ts";
import type { ReleaseRecord } from "../../records/record.ts";
import type { Stack } from "../../parameters/stack.ts";

/**
 * No redeploy loop: what failed before is not tried again unchanged. That goes for services the request
 * does not name too: an update is of the whole stack, and waits for what is not well.
 * @throws UsageProblem REDEPLOY_REFUSED
 */
export function checkNotFailedBefore(stack: Stack, records: readonly ReleaseRecord[], request: ReleaseRequest): void {
  if (request.force || request.kind === "resubmit") return;
  const named = new Set(request.edits.map(({ service }) => service));
  const failures = [...stack.services].flatMap(([service, { parameters }]) => {
    const record = failedBefore(records, service, parameters);
    return record === undefined ? [] : [{ service, record, version: parameters.release.version }];
  });
  if (failures.length === 0) return;
  const unnamed = failures.map(({ service }) => service).filter((service) => named.size > 0 && !named.has(service));
  const others = outOfTheWay(unnamed, records);
  throw new UsageProblem({
    code: "REDEPLOY_REFUSED",
    what: "the same version and configuration failed before and nothing has changed since",
    details: failures.map(
      ({ service, version, record }) =>
        `${service} ${version}: release ${record.id} ${record.result}: ${record.cause?.message ?? record.reason ?? "no cause on record"}`,
    ),
    next: [
      "change the version or the configuration",
      ...others,
      "if the failure lay outside: release resubmit ID, or --force -m REASON",
    ].join("; "),
  });
}

/** How to get the failures of services that were not asked for out of the way: all of them at once. */
function outOfTheWay(services: readonly string[], records: readonly ReleaseRecord[]): string[] {
  const served = services.filter((service) => lastGood(records, service) !== undefined);
  const others = services.filter((service) => !served.includes(service));
  return [
    ...(served.length === 0 ? [] : [`or go back first: release rollback ${served.join(" ")}`]),
    ...(others.length === 0 ? [] : [`or take ${others.join(", ")} out of the stack's file`]),
  ];
}
