import { isPlainObject } from "../components/config/layers.ts";
import type { ServiceParameters } from "./serviceParameters.ts";

type Basic = ServiceParameters["basic"];

/**
 * The parameters with which `service` takes its place again from the service that it was renamed to: that leads the hosts
 * and both names, and keeps the route objects, which are not made anew. Pure.
 */
export function renamedBack(
  service: string,
  { basic, ...rest }: ServiceParameters,
  { renamedTo, now }: { renamedTo: string; now: ServiceParameters | undefined },
): ServiceParameters {
  const standing = now?.basic ?? { renamedFrom: service };
  const base = typeof standing.renamedFrom === "string" ? standing.renamedFrom : renamedTo;
  const kept = (route: unknown, was: unknown, suffix: string): unknown => {
    const name = isPlainObject(was) && typeof was.name === "string" ? was.name : `${base}${suffix}`;
    return isPlainObject(route) && name !== `${renamedTo}${suffix}` ? { ...route, name } : route;
  };
  const { route, routes } = basic;
  const was = isPlainObject(standing.routes) ? standing.routes : {};
  const named: Basic = {
    ...(route === undefined ? {} : { route: kept(route, standing.route, "") }),
    ...(isPlainObject(routes)
      ? {
          routes: Object.fromEntries(Object.entries(routes).map(([key, one]) => [key, kept(one, was[key], `-${key}`)])),
        }
      : {}),
  };
  return { ...rest, basic: { ...basic, ...named, renamedFrom: renamedTo } };
}
