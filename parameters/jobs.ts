import { isPlainObject } from "../components/config/layers.ts";
import { omit } from "../components/config/omit.ts";
import { canaryIn } from "./canary.ts";
import { said } from "./said.ts";
import type { ReleaseParameters, ServiceParameters } from "./serviceParameters.ts";

/** Whether the service has jobs, by its block or its template. */
export function hasJobs(parameters: ServiceParameters): boolean {
  return isPlainObject(said(parameters, "jobs"));
}

/** The same, without its version's jobs: it has served, or somebody knows better. What has none stays as it is. */
export function withoutJobs(parameters: ServiceParameters): ServiceParameters {
  if (!hasJobs(parameters)) return parameters;
  const { release } = parameters;
  return { ...parameters, release: { ...release, jobsSkipped: release.version } };
}

/** Another version, whose jobs run. */
export function inVersion(release: ReleaseParameters, version: string): ReleaseParameters {
  if (version === release.version) return release;
  return { ...omit(release, "jobsSkipped"), version };
}

/** The same with its jobs run once more. */
export function withJobsAgain(parameters: ServiceParameters, stamp: string): ReleaseParameters {
  if (!hasJobs(parameters)) return parameters.release;
  const { release } = parameters;
  return { ...omit(release, "jobsSkipped"), version: release.version, jobsAgain: stamp };
}

/** Whose jobs run before the pods: a declared canary's, beside the version that everybody else meets (components/serviceJobs.ts). */
export function versionOfJobsBefore(parameters: Pick<ServiceParameters, "basic" | "release">): string {
  const declared = isPlainObject(said(parameters, "canary"));
  return (declared ? canaryIn(parameters.release)?.version : undefined) ?? parameters.release.version;
}
