import { liesOutside } from "../../records/outside.ts";
import type { ReleaseRecord } from "../../records/record.ts";

/** Why a version is not set again: a rollback left it, or its release failed and was taken back. */
export interface TakenBack {
  service: string;
  version: string;
  /** Completes `website v3: `. */
  why: string;
}

/**
 * What the records say of a version: whether the newest release that brought it failed, or a rollback has left it since.
 * Pure.
 * @param records newest first
 */
export function takenBackOnRecord(
  records: readonly ReleaseRecord[],
  service: string,
  version: string,
): TakenBack | undefined {
  const aborted = abortedOnRecord(records, service, version);
  if (aborted !== undefined) return aborted;
  const brought = records[broughtAt(records, service, version)];
  if (brought === undefined) return undefined;
  const failed = ["rolled back", "rollback failed", "failed"].includes(brought.result);
  if (failed && (brought.failed?.includes(service) ?? true) && !liesOutside(brought)) {
    const cause = brought.cause?.message ?? brought.reason ?? "no cause on record";
    return { service, version, why: `release ${brought.id} ended "${brought.result}": ${cause}` };
  }
  return rolledBackOnRecord(records, service, version);
}

/** The same of a version that served until a rollback left it. Pure. */
export function rolledBackOnRecord(
  records: readonly ReleaseRecord[],
  service: string,
  version: string,
): TakenBack | undefined {
  const since = records.slice(0, Math.max(0, broughtAt(records, service, version)));
  const left = since.findLast((record) => {
    const asked = askedBy(record, service);
    return asked !== undefined && asked !== version && record.result === "succeeded";
  });
  if (left?.kind !== "rollback") return undefined;
  const reason = left.description === undefined ? "" : ` ("${left.description}")`;
  return {
    service,
    version,
    why: `release ${left.id} by ${left.operator} rolled it back to ${askedBy(left, service) ?? ""}${reason}`,
  };
}

/** A version whose canary was aborted, and that nobody has tried since. */
function abortedOnRecord(records: readonly ReleaseRecord[], service: string, version: string): TakenBack | undefined {
  const isOf = (record: ReleaseRecord): boolean =>
    record.canary?.at.some((stand) => stand.service === service && stand.version === version) === true;
  const newest = records.find((record) => isOf(record) || askedBy(record, service) === version);
  if (newest?.canary === undefined || !isOf(newest)) return undefined;
  const { action } = newest.canary;
  const abort =
    action === "clear" ? records.find((record) => isOf(record) && record.canary?.action === "abort") : newest;
  if (action !== "abort" && action !== "clear") return undefined;
  const why = abort?.reason ?? abort?.description ?? "no reason on record";
  return { service, version, why: `release ${abort?.id ?? newest.id} aborted its canary: ${why}` };
}

/** Which of the records is the newest that brought it; a restore to it says nothing of that. -1 for none. */
function broughtAt(records: readonly ReleaseRecord[], service: string, version: string): number {
  return records.findIndex((record) => askedBy(record, service) === version && record.kind !== "restore");
}

function askedBy({ changes }: ReleaseRecord, service: string): string | undefined {
  return changes.find((change) => change.service === service && change.removed !== true)?.after.release.version;
}
