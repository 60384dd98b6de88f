import { liesOutside } from "../../records/outside.ts";
import { canaryIn, inCanary } from "../../parameters/canary.ts";
import type { ReleaseRecord, ServiceChange } from "../../records/record.ts";

/** Why a version is not set again: a rollback left it, or its release failed and was taken back. */
export interface TakenBack {
  service: string;
  version: string;
  /** Completes `website v3: `. */
  why: string;
}

/**
 * What the records say of a version: whether the newest release that brought it, to everybody or as a canary, failed, or
 * an abort or a rollback has left it since. Pure.
 * @param records newest first
 */
export function takenBackOnRecord(
  records: readonly ReleaseRecord[],
  service: string,
  version: string,
): TakenBack | undefined {
  const brought = records[broughtAt(records, service, version)];
  if (brought === undefined) return undefined;
  const aborted = abortOf(brought, records, service, version);
  if (aborted !== undefined) {
    const why = aborted.reason ?? aborted.description ?? "no reason on record";
    return { service, version, why: `release ${aborted.id} aborted its canary: ${why}` };
  }
  const failed = ["rolled back", "rollback failed", "failed"].includes(brought.result);
  if (failed && (brought.failed?.includes(service) ?? true) && !liesOutside(brought)) {
    const cause = brought.cause?.message ?? brought.reason ?? "no cause on record";
    return { service, version, why: `release ${brought.id} ended "${brought.result}": ${cause}` };
  }
  return rolledBackOnRecord(records, service, version);
}

/** The same of a version that served, everybody or its canary's share, until a rollback left it. Pure. */
export function rolledBackOnRecord(
  records: readonly ReleaseRecord[],
  service: string,
  version: string,
): TakenBack | undefined {
  const since = records.slice(0, Math.max(0, broughtAt(records, service, version)));
  const left = since.findLast((record) => {
    const asked = askedBy(record, service);
    return asked !== undefined && !asked.includes(version) && record.result === "succeeded";
  });
  if (left?.kind !== "rollback") return undefined;
  const reason = left.description === undefined ? "" : ` ("${left.description}")`;
  return {
    service,
    version,
    why: `release ${left.id} by ${left.operator} rolled it back to ${askedBy(left, service)?.[0] ?? ""}${reason}`,
  };
}

/** The abort of a version's canary, where that is the newest word on it. */
function abortOf(
  newest: ReleaseRecord,
  records: readonly ReleaseRecord[],
  service: string,
  version: string,
): ReleaseRecord | undefined {
  const action = newest.canary?.action;
  if (action === "abort") return newest;
  if (action !== "clear") return undefined;
  return records.find((one) => one.canary?.action === "abort" && isCanaryOf(one, service, version)) ?? newest;
}

/** Which of the records is the newest that brought it; a restore to it says nothing of that. -1 for none. */
function broughtAt(records: readonly ReleaseRecord[], service: string, version: string): number {
  return records.findIndex((record) => {
    // What is done to a canary asks for the version beside it too, and brings that to nobody.
    if (record.kind === "canary") return isCanaryOf(record, service, version);
    const change = changeOf(record, service);
    if (change?.after.release.version !== version || record.kind === "restore") return false;
    return !inCanary(change.after) || change.before?.release.version !== version;
  });
}

function isCanaryOf({ canary }: ReleaseRecord, service: string, version: string): boolean {
  return canary?.at.some((stand) => stand.service === service && stand.version === version) === true;
}

/** The version for everybody, and that of a canary beside it. */
function askedBy(record: ReleaseRecord, service: string): string[] | undefined {
  const release = changeOf(record, service)?.after.release;
  if (release === undefined) return undefined;
  const canary = canaryIn(release);
  return [release.version, ...(canary === undefined ? [] : [canary.version])];
}

function changeOf({ changes }: ReleaseRecord, service: string): ServiceChange | undefined {
  return changes.find((change) => change.service === service && change.removed !== true);
}
