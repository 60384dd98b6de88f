import type { Service } from "../config/stackConfig.ts";

/** The stable pods serve; canary pods run another version beside them. Part of the selector from day one. */
export type Track = "stable" | "canary";

/** Which pods a Deployment makes: its track and the version they run. */
export interface Variant {
  track: Track;
  version: string;
}

export function stableVariant(service: Service): Variant {
  return { track: "stable", version: service.release.version };
}

/**
 * Selects every pod of the service, on both tracks. Never holds a version: a selector cannot be changed, so that of a
 * service that was adopted stays as it was made.
 */
export function podSelector({
  name,
  selector,
}: Pick<Service, "name"> & Partial<Pick<Service, "selector">>): Record<string, string> {
  return selector ?? { "app.kubernetes.io/name": name };
}

/** What a job's pods are called: no name of a service, so that none sends them requests. */
export function jobPodName(service: string, job: string): string {
  return `${service}.${job}`;
}

/** Selects the pods of one Deployment. */
export function trackSelector(service: Pick<Service, "name" | "selector">, track: Track): Record<string, string> {
  return service.selector ?? { ...podSelector(service), track };
}

/** What stands on the pods. Those of an adopted service keep what they had, or they would all be replaced. */
export function podLabels(service: Service, { track, version }: Variant): Record<string, string> {
  if (service.selector !== undefined) return { ...service.podLabels, ...service.selector };
  return { ...service.podLabels, ...labels(service, version), ...trackSelector(service, track) };
}

/** An object's labels: ours, over those asked for; on adopted objects below them, for whoever finds them by these. */
export function withLabels(service: Service, ours: Record<string, string>): Record<string, string> {
  return service.selector === undefined ? { ...service.labels, ...ours } : { ...ours, ...service.labels };
}

/** Kubernetes' recommended labels. https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/ */
export function labels(service: Service, version = service.release.version): Record<string, string> {
  return {
    "app.kubernetes.io/name": service.name,
    "app.kubernetes.io/instance": `${service.name}-${service.stack}`.slice(0, 63).replace(/[^a-z0-9]+$/i, ""),
    "app.kubernetes.io/version": versionLabel(version),
    "app.kubernetes.io/part-of": service.group ?? "releases",
    "app.kubernetes.io/managed-by": "pulumi",
  };
}

/** The labels without the version: for objects that stay as they are when only the version changes. */
export function lastingLabels(service: Service): Record<string, string> {
  return Object.fromEntries(Object.entries(labels(service)).filter(([key]) => key !== "app.kubernetes.io/version"));
}

/** A version as a label value holds it: at most 63 characters, a digest by its first 12 digits, a tag without the digest behind it. */
export function versionLabel(version: string): string {
  return version
    .replace(/^sha256:([0-9a-f]{12}).*$/, "sha256-$1")
    .replace(/@sha256:[0-9a-f]+$/, "")
    .slice(0, 63)
    .replace(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, "");
}

/** Who to turn to, for a person who finds the object in the cluster. */
export function ownership({ owner, contact }: Service): Record<string, string> {
  return {
    ...(owner === undefined ? {} : { "releases/owner": owner }),
    ...(contact === undefined ? {} : { "releases/contact": contact }),
  };
}
