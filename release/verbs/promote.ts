import { UsageProblem } from "../../errors/problem.ts";
import { inVersion } from "../../parameters/jobs.ts";
import type { Stack } from "../../parameters/stack.ts";
import type { StackFileEdit } from "../../parameters/stackFileEdit.ts";
import { lastGood } from "../../records/choose.ts";
import type { ReleaseRecord } from "../../records/record.ts";
import { serviceNamed } from "./serviceNamed.ts";

/**
 * The versions that serve well in one stack, for another: the version alone, since replicas, hosts and secrets are
 * each environment's own.
 * @throws UsageProblem SERVICE_UNKNOWN, NOT_PROVEN (its version in the source stack has no good release), PROMOTES_NOTHING
 */
export function promoteEdits(
  services: readonly string[],
  from: Stack,
  fromRecords: readonly ReleaseRecord[],
  to: Stack,
): StackFileEdit[] {
  const names = services.length > 0 ? services : [...from.services.keys()].filter((name) => to.services.has(name));
  const edits = names.flatMap((name) => {
    const { service, parameters: source } = serviceNamed(from, name);
    const { parameters: target } = serviceNamed(to, service);
    const proven = lastGood(fromRecords, service);
    if (proven?.release.version !== source.release.version) {
      throw new UsageProblem({
        code: "NOT_PROVEN",
        what: `${service} ${source.release.version} has not served in ${from.name}; its last good version there is ${proven?.release.version ?? "none on record"}`,
        next: `release it there first: release up ${service} --stack ${from.name}`,
      });
    }
    const version = proven.release.version;
    return version === target.release.version ? [] : [{ service, release: inVersion(target.release, version) }];
  });
  if (edits.length === 0) {
    throw new UsageProblem({
      code: "PROMOTES_NOTHING",
      what: `${to.name} already has the versions of ${from.name} (${names.join(", ") || "no common service"})`,
      next: `release status --stack ${to.name}`,
    });
  }
  return edits;
}
