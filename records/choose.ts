import { UsageProblem } from "../errors/problem.ts";
import type { ServiceParameters } from "../parameters/serviceParameters.ts";
import { parametersHash, sameParameters } from "../parameters/serviceParameters.ts";
import { liesOutside } from "./outside.ts";
import type { ReleaseRecord, ServiceChange } from "./record.ts";

/** Decides, from the records alone (newest first), what to go back to and what not to try again. */

/** The newest parameters under which a service is known to have served; none once it was removed. */
export function lastGood(records: readonly ReleaseRecord[], service: string): ServiceParameters | undefined {
  return lastGoodChange(records, service)?.after;
}

/** The same, with how much of them is known. */
export function lastGoodChange(records: readonly ReleaseRecord[], service: string): ServiceChange | undefined {
  for (const { changes, result } of records) {
    const found = result === "succeeded" ? changes.find((change) => change.service === service) : undefined;
    if (found !== undefined) return found.removed === true ? undefined : found;
  }
  return undefined;
}

/** What the newest release asked for, however it ended: what the cluster has been told last. None once it was removed. */
export function inForce(records: readonly ReleaseRecord[], service: string): ServiceParameters | undefined {
  if (removalOf(records, service) !== undefined) return undefined;
  return newestChange(records, service)?.change.after;
}

/** The release that removed a service, where that is the newest word on it. */
export function removalOf(
  records: readonly ReleaseRecord[],
  service: string,
): { record: ReleaseRecord; change: ServiceChange } | undefined {
  const newest = newestChange(records, service);
  return newest?.change.removed === true && newest.record.result === "succeeded" ? newest : undefined;
}

/**
 * The release that was to remove a service (or to give it another name) and was not seen through, where that is the
 * newest word on it: however far it came, it is what a person wants to get away from.
 */
export function unfinishedRemoval(
  records: readonly ReleaseRecord[],
  service: string,
): { record: ReleaseRecord; change: ServiceChange } | undefined {
  const newest = newestChange(records, service);
  return newest?.change.removed === true && newest.record.result !== "succeeded" ? newest : undefined;
}

/** Every service that is in the cluster as far as the records know, with its newest change. */
export function servicesInForce(records: readonly ReleaseRecord[]): ServiceChange[] {
  const names = new Set(records.flatMap(({ changes }) => changes.map(({ service }) => service)));
  return [...names].flatMap((service) => {
    if (wasTakenOut(records, service) || inForce(records, service) === undefined) return [];
    return newestChange(records, service)?.change ?? [];
  });
}

/** Whether the newest word on a service is that a restore took it out of the cluster again. */
function wasTakenOut(records: readonly ReleaseRecord[], service: string): boolean {
  const last = records.find(
    ({ changes, takenOut }) =>
      takenOut?.includes(service) === true || changes.some((change) => change.service === service),
  );
  return last?.takenOut?.includes(service) === true;
}

function newestChange(
  records: readonly ReleaseRecord[],
  service: string,
): { record: ReleaseRecord; change: ServiceChange } | undefined {
  for (const record of records) {
    const change = record.changes.find((found) => found.service === service);
    if (change !== undefined) return { record, change };
  }
  return undefined;
}

/** Whether a service that never served was brought into the cluster by the release on record that last asked for it. */
export function introducedBefore(records: readonly ReleaseRecord[], service: string): boolean {
  if (lastGood(records, service) !== undefined) return false;
  for (const { changes, takenOut } of records) {
    // What stands there since is somebody else's.
    if (takenOut?.includes(service) === true) return false;
    const asked = changes.find((change) => change.service === service);
    if (asked !== undefined) return asked.introduced === true;
  }
  return false;
}

/** The service's change in the newest release of it, where that asked for the very same and was not seen through. */
export function unfinishedChange(
  records: readonly ReleaseRecord[],
  { service, after }: ServiceChange,
): ServiceChange | undefined {
  const isOf = (change: ServiceChange): boolean => change.service === service;
  const newest = records.find(({ changes }) => changes.some(isOf));
  if (newest?.result !== "interrupted" && newest?.result !== "cancelled") return undefined;
  return newest.changes.find(
    (change) => isOf(change) && change.removed !== true && sameParameters(change.after, after),
  );
}

/** @throws UsageProblem RECORD_UNKNOWN, RECORD_AMBIGUOUS. A beginning or an end of an id is enough where it is the only one. */
export function findRecord(records: readonly ReleaseRecord[], id: string): ReleaseRecord {
  const exact = records.find((record) => record.id === id);
  if (exact !== undefined) return exact;
  const near = id.length < 3 ? [] : records.filter((record) => record.id.startsWith(id) || record.id.endsWith(id));
  if (near.length > 1) {
    throw new UsageProblem({
      code: "RECORD_AMBIGUOUS",
      what: `"${id}" fits ${near.length} releases: ${near.map((record) => record.id).join(", ")}`,
      next: "name more of the id",
    });
  }
  if (near[0] === undefined) {
    throw new UsageProblem({
      code: "RECORD_UNKNOWN",
      what: `no release "${id}" is on record`,
      next: "release history",
    });
  }
  return near[0];
}

/**
 * The failed release that already tried exactly these parameters, if the newest attempt at them failed: trying again
 * without a change would fail again (no redeploy loop), unless it failed for what lies outside. A service that only went
 * back with another is not to blame, and a restore that failed says nothing of the good state it was to bring back. Nor
 * does an attempt whose basic parameters nobody knows say that these are the same.
 */
export function failedBefore(
  records: readonly ReleaseRecord[],
  service: string,
  parameters: ServiceParameters,
): ReleaseRecord | undefined {
  const hash = parametersHash(parameters);
  const attempt = records.find(
    ({ changes, kind, result }) =>
      (kind !== "restore" || result === "succeeded") &&
      changes.some(
        (change) =>
          change.service === service &&
          change.removed !== true &&
          change.basicUnknown !== true &&
          parametersHash(change.after) === hash,
      ),
  );
  const failed =
    attempt?.result === "rolled back" || attempt?.result === "rollback failed" || attempt?.result === "failed";
  const blamed = attempt?.failed?.includes(service) ?? true;
  return failed && blamed && !liesOutside(attempt) ? attempt : undefined;
}
