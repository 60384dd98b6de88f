import { omit } from "../components/config/omit.ts";
import { isPlainObject } from "../components/config/layers.ts";
import type { CanaryStanding } from "../components/config/release.ts";
import type { ReleaseParameters, ServiceParameters } from "./serviceParameters.ts";

/** Where a canary stands, as the schema has checked it; undefined where there is none. */
export function canaryIn({ canary }: ReleaseParameters): CanaryStanding | undefined {
  return isPlainObject(canary) ? (canary as CanaryStanding) : undefined;
}

/** Whether another version stands beside the service's own. */
export function inCanary({ release }: ServiceParameters): boolean {
  return release.canary !== undefined;
}

/** The same without a canary: what every request met before it began. What has none stays as it is. */
export function withoutCanary(parameters: ServiceParameters): ServiceParameters {
  if (!inCanary(parameters)) return parameters;
  const { release } = parameters;
  return { ...parameters, release: { ...omit(release, "canary"), version: release.version } };
}
