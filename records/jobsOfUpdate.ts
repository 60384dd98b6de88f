import { isDeepStrictEqual } from "node:util";
import { isPlainObject } from "../components/config/layers.ts";
import { versionOfJobsBefore } from "../parameters/jobs.ts";
import { said } from "../parameters/said.ts";
import type { ServiceParameters } from "../parameters/serviceParameters.ts";
import type { JobRun } from "./jobRun.ts";
import type { ReleaseResult, ServiceChange } from "./record.ts";

/**
 * The jobs that a plain `pulumi up` ran, as its parameters tell: those of another version, or other ones. Of an update
 * that failed nobody knows how far it came. Pure.
 */
export function jobsOfUpdate(changes: readonly ServiceChange[], result: ReleaseResult): JobRun[] {
  return changes.flatMap((change) =>
    (["before", "after"] as const).flatMap((runs) => {
      const { service, namespace, after } = change;
      const version = versionThatRan(change, runs);
      if (version === undefined) return [];
      return declared(after, runs).map(({ name, compatible, undo }): JobRun => {
        const older = undo === undefined ? (compatible === true ? "yes" : "no") : "undone";
        const end = result === "succeeded" ? "succeeded" : "running";
        return { service, job: String(name), runs, older, namespace, version, result: end };
      });
    }),
  );
}

/** Whose jobs of one moment the update ran; undefined where it ran none. */
function versionThatRan({ before, after, removed }: ServiceChange, runs: "before" | "after"): string | undefined {
  const { jobsSkipped, jobsAgain } = after.release;
  const version = runs === "before" ? versionOfJobsBefore(after) : after.release.version;
  if (removed === true || jobsSkipped === version) return undefined;
  if (before === undefined) return version;
  // A canary's have run when it began.
  const had = [before.release.version, ...(runs === "before" ? [versionOfJobsBefore(before)] : [])];
  const same =
    had.includes(version) &&
    before.release.jobsAgain === jobsAgain &&
    isDeepStrictEqual(said(before, "jobs"), said(after, "jobs"));
  return same ? undefined : version;
}

function declared(parameters: ServiceParameters, moment: "before" | "after"): Record<string, unknown>[] {
  const jobs = said(parameters, "jobs");
  const list = isPlainObject(jobs) ? jobs[moment] : undefined;
  return Array.isArray(list) ? list.filter(isPlainObject) : [];
}
