import { isDeepStrictEqual } from "node:util";
import { isPlainObject } from "../components/config/layers.ts";
import { said } from "../parameters/said.ts";
import type { ServiceParameters } from "../parameters/serviceParameters.ts";
import type { JobRun } from "./jobRun.ts";
import type { ReleaseResult, ServiceChange } from "./record.ts";

/**
 * The jobs that a plain `pulumi up` ran, as its parameters tell: those of another version, or other ones. Of an update
 * that failed nobody knows how far it came. Pure.
 */
export function jobsOfUpdate(changes: readonly ServiceChange[], result: ReleaseResult): JobRun[] {
  return changes.filter(ranJobs).flatMap(({ service, namespace, after }) =>
    (["before", "after"] as const).flatMap((runs) =>
      declared(after, runs).map(({ name, compatible, undo }): JobRun => {
        const older = undo === undefined ? (compatible === true ? "yes" : "no") : "undone";
        const { version } = after.release;
        const end = result === "succeeded" ? "succeeded" : "running";
        return { service, job: String(name), runs, older, namespace, version, result: end };
      }),
    ),
  );
}

function ranJobs({ before, after, removed }: ServiceChange): boolean {
  const { version, jobsSkipped, jobsAgain } = after.release;
  if (removed === true || jobsSkipped === version) return false;
  return (
    before?.release.version !== version ||
    before.release.jobsAgain !== jobsAgain ||
    !isDeepStrictEqual(said(before, "jobs"), said(after, "jobs"))
  );
}

function declared(parameters: ServiceParameters, moment: "before" | "after"): Record<string, unknown>[] {
  const jobs = said(parameters, "jobs");
  const list = isPlainObject(jobs) ? jobs[moment] : undefined;
  return Array.isArray(list) ? list.filter(isPlainObject) : [];
}
