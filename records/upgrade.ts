import { isPlain } from "./plainUpdate.ts";
import type { ReleaseRecord } from "./record.ts";

/** Versions before this one left no word of theirs in a record. */
const silentUntil = "0.2.0";

/**
 * What to say of changes that nobody asked for: the stack was released last by another version of this package, whose
 * program may have made its objects otherwise. Undefined where it was this very version. Pure.
 * @param records newest first
 */
export function upgradeText(records: readonly ReleaseRecord[], version: string): string | undefined {
  const last = records.find(({ result, kind }) => result === "succeeded" && kind !== "run");
  if (last === undefined || isPlain(last) || last.tool === version) return undefined;
  const before = last.tool ?? `a version before ${silentUntil}`;
  return `released last by service-releases ${before}, this is ${version}: what differs without a change of yours comes of that (CHANGELOG.md)`;
}
