import { canaryIn } from "../../parameters/canary.ts";
import { UsageProblem } from "../../errors/problem.ts";
import type { ReleaseRequest } from "../context.ts";
import type { Cluster } from "../../cluster/cluster.ts";
import { failedBefore, inForce } from "../../records/choose.ts";
import type { ReleaseRecord } from "../../records/record.ts";
import { sameParameters, type ServiceParameters } from "../../parameters/serviceParameters.ts";
import type { Stack } from "../../parameters/stack.ts";
import { isSettled, liveStatus } from "../status.ts";
import type { Scope } from "./scope.ts";

/**
 * No redeploy loop: what failed before is not tried again unchanged. A failure stands in the way of its own service only,
 * and not once that runs as asked, whoever brought it there.
 * @throws UsageProblem REDEPLOY_REFUSED
 */
export async function checkNotFailedBefore(
  { stack, scope }: { stack: Stack; scope: Scope },
  records: readonly ReleaseRecord[],
  request: ReleaseRequest,
  { cluster }: { cluster: Cluster },
): Promise<void> {
  if (request.force || request.kind === "resubmit") return;
  const failures = [...stack.services].flatMap(([service, { parameters }]) => {
    if (scope.only?.includes(service) === false) return [];
    const record = failedBefore(records, service, parameters);
    return record === undefined ? [] : [{ service, record, parameters }];
  });
  if (failures.length === 0) return;
  const live = await liveStatus(cluster, stack);
  const standing = failures.filter(({ service, parameters }) => {
    const seen = live.find((one) => one.service === service);
    const runs = seen !== undefined && isSettled(seen) && seen.runs === parameters.release.version;
    return !runs || !sameParameters(inForce(records, service), parameters);
  });
  if (standing.length > 0) throw refused(standing, scope.only === undefined);
}

interface Failure {
  service: string;
  record: ReleaseRecord;
  parameters: ServiceParameters;
}

function refused(failures: readonly Failure[], whole: boolean): UsageProblem {
  return new UsageProblem({
    code: "REDEPLOY_REFUSED",
    what: "the same version and configuration failed before and nothing has changed since",
    details: failures.map(
      ({ service, parameters, record }) =>
        `${service} ${attemptedBy(parameters)}: release ${record.id} ${record.result}: ${record.cause?.message ?? record.reason ?? "no cause on record"}`,
    ),
    next: [
      "change the version or the configuration",
      "if the failure lay outside: release resubmit ID, or --force -m REASON",
      ...(whole ? ["to release others: name them"] : []),
    ].join("; "),
  });
}

/** With the canary's version, which may be the one that failed. */
function attemptedBy({ release }: ServiceParameters): string {
  const canary = canaryIn(release);
  return canary === undefined ? release.version : `${release.version} with canary ${canary.version}`;
}
