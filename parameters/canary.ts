import { omit } from "../components/config/omit.ts";
import type { ServiceParameters } from "./serviceParameters.ts";

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
