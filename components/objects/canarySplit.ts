import type { CanarySplit } from "../config/canary.ts";
import { routesOf } from "../config/routesOf.ts";
import type { Service } from "../config/stackConfig.ts";

type Routed = Pick<Service, "name" | "renamedFrom" | "route" | "routes" | "canary">;

/** The IngressClass that ingress-nginx has by itself. */
const nginxClass = "nginx";

/** How requests are shared out among the tracks: by whatever leads all of those that come from outside. */
export function splitOf(service: Routed): CanarySplit {
  const { canary } = service;
  if (canary?.split !== undefined) return canary.split;
  const routes = routesOf(service).map(({ route }) => route);
  if (routes.length === 0) return "replicas";
  if (routes.every(({ kind }) => kind !== "Ingress")) return "HTTPRoute";
  // Of a service that declares nothing, Ingresses stay as they are.
  const nginx = routes.every((route) => route.kind === "Ingress" && route.class === nginxClass);
  return nginx && canary !== undefined ? "ingress-nginx" : "replicas";
}

/** Whether each track has a Service of its own, always, to which routes lead: then a canary changes weights alone. */
export function hasTracks(service: Routed): boolean {
  return service.canary !== undefined && splitOf(service) !== "replicas";
}

/** Whether the canary's share is weighed by routes, request by request, rather than by the number of pods. */
export function isWeighed(service: Routed & Pick<Service, "release">): boolean {
  return service.release.canary?.weight !== undefined && splitOf(service) !== "replicas";
}
