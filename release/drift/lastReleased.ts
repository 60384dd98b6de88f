import { lastGood } from "../../records/choose.ts";
import type { ReleaseRecord } from "../../records/record.ts";
import { sameParameters } from "../../parameters/serviceParameters.ts";
import { describedStack, type Stack } from "../../parameters/stack.ts";
import { basesOf, editStackFile } from "../../parameters/stackFileEdit.ts";
import type { StackLocation } from "../../parameters/location.ts";
import { Problem } from "../../errors/problem.ts";

/**
 * The services of the stack's file that were released, and the stack with the parameters that each of them served
 * under last: what the file has changed since is no drift.
 */
export function lastReleased(
  stack: Stack,
  text: string,
  location: StackLocation,
  records: readonly ReleaseRecord[],
): { stack: Stack; released: ReadonlySet<string> } {
  const known = sinceDestroyed(records);
  const good = [...stack.services].flatMap(([service, { parameters }]) => {
    const last = lastGood(known, service);
    return last === undefined ? [] : [{ service, last, same: sameParameters(last, parameters) }];
  });
  const edits = good.filter(({ same }) => !same).map(({ service, last }) => ({ service, ...last }));
  const released = new Set(good.map(({ service }) => service));
  if (edits.length === 0) return { stack, released };
  try {
    const was = editStackFile(text, edits, basesOf(stack.files, stack.name));
    return { stack: describedStack(location, was, stack.files), released };
  } catch (error) {
    // Parameters of long ago that this version of the project does not know: then only what they all have is looked at.
    if (!(error instanceof Problem)) throw error;
    const changed = new Set(edits.map(({ service }) => service));
    return { stack, released: new Set([...released].filter((service) => !changed.has(service))) };
  }
}

/** What was taken down on purpose is not lost. */
function sinceDestroyed(records: readonly ReleaseRecord[]): readonly ReleaseRecord[] {
  const at = records.findIndex(({ kind, result }) => kind === "destroy" && result === "succeeded");
  return at < 0 ? records : records.slice(0, at);
}
