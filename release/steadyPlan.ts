import type { ServiceParameters } from "../parameters/serviceParameters.ts";

const stamps = ["restartedAt", "jobsAgain"];

/** What a plan makes of a service, the same at each call: a stamp, which is another one each time, is no more than new. Pure. */
export function withoutStamps(before: ServiceParameters | undefined, after: ServiceParameters): ServiceParameters {
  const release = Object.entries(after.release).map(([key, value]) => [
    key,
    stamps.includes(key) && value !== before?.release[key] ? "new" : value,
  ]);
  return { ...after, release: Object.fromEntries(release) as ServiceParameters["release"] };
}
