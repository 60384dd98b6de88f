import { isDeepStrictEqual } from "node:util";
import { exitCodes, Problem } from "../../errors/problem.ts";
import { canaryIn } from "../../parameters/canary.ts";
import type { ReleaseParameters } from "../../parameters/serviceParameters.ts";
import type { Stack } from "../../parameters/stack.ts";
import { inForce } from "../../records/choose.ts";
import type { ReleaseRecord } from "../../records/record.ts";
import { serviceNamed } from "../verbs/serviceNamed.ts";

/** What services run with, as far as a canary's next step goes by it. */
export type Expected = ReadonlyMap<string, ReleaseParameters>;

/** As the stack's file has it. */
export function expectedOf(names: readonly string[], stack: Stack): Expected {
  return new Map(names.map((name) => [name, serviceNamed(stack, name).parameters.release]));
}

/** The services that do not run as expected: another version, or another canary, and what it is instead. Pure. */
export function otherwise(expected: Expected, records: readonly ReleaseRecord[]): string[] {
  return [...expected].flatMap(([service, wanted]) => {
    const present = inForce(records, service)?.release;
    if (present === undefined || sameCanary(present, wanted)) return [];
    return [`${service} runs ${text(present)}, not ${text(wanted)}`];
  });
}

/** Whether the same versions have the same share. */
export function sameCanary(a: ReleaseParameters, b: ReleaseParameters): boolean {
  return a.version === b.version && isDeepStrictEqual(a.canary, b.canary);
}

/** With what has come to it since that is no matter of its canary: a restart's stamp, say. Pure. */
export function broughtUp(expected: Expected, records: readonly ReleaseRecord[]): Expected {
  return new Map(
    [...expected].map(([service, wanted]) => {
      const present = inForce(records, service)?.release;
      return [service, present !== undefined && sameCanary(present, wanted) ? present : wanted];
    }),
  );
}

function text(release: ReleaseParameters): string {
  const standing = canaryIn(release);
  if (standing === undefined) return release.version;
  return `${release.version} with a canary of ${standing.version} at ${standing.weight ?? 0} %${standing.paused === true ? ", paused" : ""}`;
}

export const takenOnCode = "CANARY_TAKEN_ON";

/** @throws Problem CANARY_TAKEN_ON, exit 4: what was to be done was decided on something else. */
export function requireExpected(expected: Expected, records: readonly ReleaseRecord[]): void {
  const differing = otherwise(expected, records);
  if (differing.length === 0) return;
  throw new Problem({
    code: takenOnCode,
    what: `the stack's file is not what runs, so no step of a canary goes by it: ${differing.join("; ")}`,
    next: "release canary status; another has taken it on, or the file has changes that are to be released first (release up), or to be pulled",
    exitCode: exitCodes.locked,
  });
}
