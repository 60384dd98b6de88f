import type { Service } from "../config/stackConfig.ts";
import { routesOf } from "../config/routesOf.ts";
import { trackDeployment } from "./deployment.ts";
import type { DeploymentManifest } from "./deployment.ts";
import type { Track } from "./labels.ts";
import { trackSelector } from "./labels.ts";
import { metadata } from "./metadata.ts";
import type { ServiceManifest } from "./service.ts";
import { servicePorts } from "./service.ts";
import type { ConfigNames } from "./volumes.ts";

/** Canary pods: as many as asked for, or as give the share asked for beside the stable ones; at least 1. */
export function canaryReplicas({ release: { canary }, autoscaling, replicas }: Service): number {
  if (canary === undefined) return 0;
  if (canary.replicas !== undefined) return canary.replicas;
  const weight = canary.weight ?? 0;
  return Math.max(1, Math.round(((autoscaling?.min ?? replicas) * weight) / (100 - weight)));
}

/** The pods that run the other version, beside the stable ones; undefined while no canary is on its way. */
export function canaryDeployment(service: Service, names: ConfigNames): DeploymentManifest | undefined {
  const { canary } = service.release;
  if (canary === undefined) return undefined;
  const variant = { track: "canary", version: canary.version } as const;
  return trackDeployment(
    service,
    { name: `${service.name}-canary`, variant, replicas: canaryReplicas(service) },
    names,
  );
}

/** Whether the share is weighed by routes of a Gateway, request by request, rather than by the number of pods. */
export function isWeighed(service: Service): boolean {
  return service.release.canary?.weight !== undefined && allWeigh(service);
}

/** Whether whoever comes from outside comes by a route that can weigh: an Ingress cannot. */
export function allWeigh(service: Service): boolean {
  const routes = routesOf(service);
  return routes.length > 0 && routes.every(({ route }) => route.kind !== "Ingress");
}

/** An address for each track, for an HTTPRoute to weigh; none while nothing is to be weighed. */
export function trackServices(service: Service): ServiceManifest[] {
  if (!isWeighed(service)) return [];
  return (["stable", "canary"] as const).map((track: Track) => ({
    apiVersion: "v1",
    kind: "Service",
    metadata: metadata(service, `${service.name}-${track}`),
    spec: { type: "ClusterIP", selector: trackSelector(service, track), ports: servicePorts(service) },
  }));
}
