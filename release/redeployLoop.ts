import { UsageProblem } from "../errors/problem.ts";
import type { ReleaseRequest } from "./context.ts";
import { failedBefore } from "./records/choose.ts";
import type { ReleaseRecord } from "./records/record.ts";
import type { Stack } from "./parameters/stack.ts";

/** No redeploy loop: what failed before is not tried again unchanged. */
export function checkNotFailedBefore(stack: Stack, records: readonly ReleaseRecord[], request: ReleaseRequest): void {
  if (request.force || request.kind === "resubmit") return;
  const failures = [...stack.services].flatMap(([service, { parameters }]) => {
    const record = failedBefore(records, service, parameters);
    return record === undefined ? [] : [{ service, record, version: parameters.release.version }];
  });
  if (failures.length === 0) return;
  throw new UsageProblem({
    code: "REDEPLOY_REFUSED",
    what: "the same version and configuration failed before and nothing has changed since",
    details: failures.map(
      ({ service, version, record }) =>
        `${service} ${version}: release ${record.id} ${record.result}: ${record.cause?.message ?? record.reason ?? "no cause on record"}`,
    ),
    next: "change the version or the configuration; if the failure lay outside: release resubmit ID, or --force -m REASON",
  });
}
