import type { networking } from "@pulumi/kubernetes/types/input.js";
import type { Route } from "../config/routeParameters.ts";
import { pathsOf } from "../config/routesOf.ts";

/** What an Ingress says; its backends are Services of the same name, which stand behind `portOf`. */
export function ingressSpec(
  route: Route,
  service: string,
  portOf: (port: string | undefined) => string,
): networking.v1.IngressSpec {
  const { hosts, tls, tlsSecret } = route;
  const paths = pathsOf(route).map(({ path, type, port }) => ({
    path,
    pathType: type,
    backend: { service: { name: service, port: { name: portOf(port ?? route.port) } } },
  }));
  return {
    ...(route.class === undefined ? {} : { ingressClassName: route.class }),
    ...(tlsSecret === undefined ? {} : { tls: [{ hosts, secretName: tlsSecret }] }),
    ...(tls ? { tls: [{ hosts }] } : {}),
    rules: hosts.length === 0 ? [{ http: { paths } }] : hosts.map((host) => ({ host, http: { paths } })),
  };
}
