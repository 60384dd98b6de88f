import { splitOf } from "../objects/canarySplit.ts";
import type { CanaryParameters } from "./canary.ts";
import { pathsOf, routesOf } from "./routesOf.ts";
import type { Service } from "./stackConfig.ts";

/** What the way in which requests are shared out cannot do: a line each, its path below `canary`. */
export function splitErrors(service: Service, canary: CanaryParameters): string[] {
  const ways = { HTTPRoute: byHttpRoutes, "ingress-nginx": byNginx, replicas: byReplicas };
  return [...unroutable(service, canary), ...ways[splitOf(service)](canary, service)];
}

function unroutable(service: Service, { split }: CanaryParameters): string[] {
  if (split === undefined || split === "replicas") return [];
  const routes = routesOf(service);
  const ingress = split === "ingress-nginx";
  const others = routes.filter(({ route }) => (route.kind === "Ingress") !== ingress);
  const wanted = ingress ? "Ingresses alone" : "routes of the Gateway API alone";
  if (routes.length === 0) return [`.split: ${split} needs ${wanted}, and the service has no route`];
  return others.map(({ at, route }) => `.split: ${split} needs ${wanted}, and ${at} is of kind ${route.kind}`);
}

function byReplicas(canary: CanaryParameters): string[] {
  return (["first", "sticky", "mirror"] as const)
    .filter((key) => canary[key] !== undefined)
    .map(
      (key) =>
        `.${key}: requests are shared out by the number of pods here (neither are all routes of the Gateway API nor all Ingresses of class nginx), and nothing tells one from another; leave ${key} out`,
    );
}

function byNginx({ first, mirror }: CanaryParameters, service: Service): string[] {
  const headers = Object.keys(first?.headers ?? {});
  const routes = routesOf(service);
  return [
    ...(headers.length < 2
      ? []
      : [`.first.headers: ingress-nginx goes by one header, not ${headers.length}; name one`]),
    ...(first?.cookie === undefined || first.cookie.value === "always"
      ? []
      : [
          `.first.cookie.value: ingress-nginx goes by a cookie with the value "always" alone, not "${first.cookie.value}"; say value: always`,
        ]),
    ...(mirror === undefined ? [] : [".mirror: ingress-nginx mirrors no share of the requests; leave mirror out"]),
    ...routes.flatMap(({ at, name }) => {
      const other = routes.find((one) => name === `${one.name}-canary`);
      return other === undefined
        ? []
        : [`: ${at} has the name ${name}, which the canary's Ingress of ${other.at} is to have; choose another`];
    }),
  ];
}

/** The Gateway API allows 16 rules of one route. */
const mostRules = 16;

function byHttpRoutes({ first }: CanaryParameters, service: Service): string[] {
  return routesOf(service).flatMap(({ at, route }) => {
    const answered = route.kind === "GRPCRoute" ? (route.methods ?? [{}]) : pathsOf(route);
    const backed = answered.filter((one) => !("redirect" in one) || one.redirect === undefined).length;
    // One more says which weight the gateway goes by.
    const rules = answered.length + (first === undefined ? 0 : backed) + (route.kind === "HTTPRoute" ? 1 : 0);
    if (rules <= mostRules) return [];
    return [
      `: ${at} would have ${rules} rules while a canary is under way, and the Gateway API takes ${mostRules} of a route; make two routes of it`,
    ];
  });
}
