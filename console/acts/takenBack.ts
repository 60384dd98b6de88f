import { exitCodes } from "../../errors/problem.ts";
import type { ActEnd } from "../api/acts.ts";

/**
 * The release that is to be taken back once its act was cancelled: one that is on record, stopped on the way. What ended before
 * anything was touched has none, what arrived stays, and a canary stands where it stands. Pure.
 */
export function takenBack({ exitCode, result }: ActEnd): string | undefined {
  const release = result?.release;
  if (exitCode !== exitCodes.interrupted || release === undefined || release === null) return undefined;
  return release.kind === "canary" || release.result === "succeeded" ? undefined : release.id;
}
