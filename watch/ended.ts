import { exitCodes } from "../errors/problem.ts";
import type { Settled } from "./memory.ts";

/** How a release command ended. */
export interface Ended {
  /** Null where it was ended by a signal. */
  code: number | null;
  /** What it wrote. */
  output: string;
}

/** Ends that lie outside the commit, whatever their exit code: a token that is rotated, rights not given yet. */
const tellsNothing = new Set(["NOT_AUTHENTICATED", "NO_RIGHTS", "PULUMI_MISSING", "BUG"]);

/**
 * What the end of a release says of its commit; undefined where it says nothing (the lock was held, the cluster away, it was
 * stopped), so that it is tried again. Pure.
 */
export function resultOf({ code, output }: Ended): Settled["result"] | undefined {
  if (tellsNothing.has(problemIn(output)?.code ?? "")) return undefined;
  switch (code) {
    case exitCodes.done:
      return "released";
    case exitCodes.rolledBack:
    case exitCodes.notRolledBack:
      return "failed";
    case exitCodes.usage:
      return "refused";
    default:
      return undefined;
  }
}

/** The code and the sentence of the problem that a command ended with: `LOCKED: another …`; undefined where there is none. Pure. */
export function problemIn(output: string): { code: string; line: string } | undefined {
  const line = output.split("\n").findLast((text) => /^[A-Z][A-Z_]+: /.test(text));
  return line === undefined ? undefined : { code: line.slice(0, line.indexOf(":")), line };
}

/** The services that a release of the whole file was refused for, since they failed so before; none for any other end. Pure. */
export function failedBefore({ output }: Ended): string[] {
  if (problemIn(output)?.code !== "REDEPLOY_REFUSED") return [];
  return [...output.matchAll(/^ {2}- (\S+) \S+: release /gm)].map(([, service = ""]) => service);
}

/** The proposal that a release has come to, where others are to approve it first; undefined of any other end. Pure. */
export function proposedIn({ code, output }: Ended): string | undefined {
  if (code !== exitCodes.proposed) return undefined;
  return /^proposed: .*\((\d{8}-\d{6}-[a-z0-9]{4})\)$/m.exec(output)?.[1];
}
