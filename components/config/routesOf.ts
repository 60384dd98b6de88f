import type { RoutedPath } from "./routedPaths.ts";
import type { Route } from "./routeParameters.ts";
import type { Service } from "./stackConfig.ts";

/** One of a service's routes. */
export interface NamedRoute {
  /** Of its object: `web`, `web-internal`. */
  name: string;
  /** Where it stands, below the service: `route`, `routes.internal`. */
  at: string;
  route: Route;
}

type Routed = Pick<Service, "name" | "renamedFrom" | "route" | "routes">;

/**
 * The service's routes, the one without a name first. While it is renamed its hosts stay with the objects that have them:
 * two for one host would be a clash, and none a gap.
 */
export function routesOf({ name, renamedFrom = name, route, routes }: Routed): NamedRoute[] {
  const own = route === undefined ? [] : [{ name: route.name ?? renamedFrom, at: "route", route }];
  const more = Object.entries(routes).map(([key, one]) => {
    return { name: one.name ?? `${renamedFrom}-${key}`, at: `routes.${key}`, route: one };
  });
  return [...own, ...more];
}

/** What a route serves, path by path; of a GRPCRoute nothing. */
export function pathsOf({ kind, path = "/", paths }: Route): RoutedPath[] {
  if (kind === "GRPCRoute") return [];
  return paths ?? [{ path, type: "Prefix", headers: {}, query: {} }];
}

/** The ports that a route leads to, as they are named; undefined for the service's first one. */
export function routedPorts(route: Route): (string | undefined)[] {
  const answered = [...pathsOf(route).filter(({ redirect }) => redirect === undefined), ...(route.methods ?? [])];
  const ports = answered.map(({ port }) => port ?? route.port);
  return [...new Set(ports.length > 0 || route.kind !== "GRPCRoute" ? ports : [route.port])];
}
