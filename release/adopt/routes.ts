import type { Live, LiveObject } from "./live.ts";

/** An Ingress as far as parameters say it. */
export interface LiveIngress extends LiveObject {
  spec: {
    ingressClassName?: string;
    defaultBackend?: IngressBackend;
    tls?: { hosts?: string[]; secretName?: string }[];
    rules?: { host?: string; http?: { paths: IngressPath[] } }[];
  };
}

export interface IngressBackend {
  service?: { name: string; port?: { name?: string; number?: number } };
  resource?: object;
}

export interface IngressPath {
  path?: string;
  pathType: string;
  backend: IngressBackend;
}

/** A route of a Gateway as far as parameters say it. */
export interface LiveGatewayRoute<Rule extends GatewayRule = GatewayRule> extends LiveObject {
  spec: {
    parentRefs?: { kind?: string; name: string; namespace?: string; sectionName?: string; port?: number }[];
    hostnames?: string[];
    rules?: Rule[];
  };
}

interface GatewayRule {
  filters?: object[];
  backendRefs?: { kind?: string; name: string; namespace?: string; port?: number; weight?: number }[];
}

export interface HttpRule extends GatewayRule {
  matches?: HttpMatch[];
  timeouts?: { request?: string; backendRequest?: string };
}

interface Matched {
  type?: string;
  name: string;
  value: string;
}

export interface HttpMatch {
  path?: { type?: string; value?: string };
  method?: string;
  headers?: Matched[];
  queryParams?: Matched[];
}

export interface GrpcRule extends GatewayRule {
  matches?: { method?: { type?: string; service?: string; method?: string }; headers?: Matched[] }[];
}

/** The routes that lead to a Service: to it alone, so that they can become its service's, and to others too. */
export function routesTo(service: string, live: Live): { own: LiveObject[]; shared: LiveObject[] } {
  const all = [...live.Ingress, ...live.HTTPRoute, ...live.GRPCRoute].filter((route) =>
    backendsOf(route).includes(service),
  );
  const own = all.filter((route) => backendsOf(route).every((name) => name === service) && isFree(route));
  // The one of the service's name is its first.
  const first = ({ metadata }: LiveObject) => (metadata.name === service ? 0 : 1);
  return { own: own.toSorted((a, b) => first(a) - first(b)), shared: all.filter((route) => !own.includes(route)) };
}

/** Nobody makes it for others, and a Gateway's belongs to Gateways, to no Service of a mesh. */
function isFree({ kind, metadata, spec }: LiveObject): boolean {
  if (metadata.ownerReferences?.some(({ controller }) => controller === true)) return false;
  const { parentRefs = [] } = spec as LiveGatewayRoute["spec"];
  return (
    kind === "Ingress" || (parentRefs.length > 0 && parentRefs.every(({ kind: of = "Gateway" }) => of === "Gateway"))
  );
}

/** Names of the Services that a route leads to; another kind of backend, or another namespace's, stands as what it is. */
function backendsOf(route: LiveObject): string[] {
  if (route.kind === "Ingress") {
    const { rules = [], defaultBackend } = (route as LiveIngress).spec;
    const backends = [
      ...rules.flatMap(({ http }) => (http?.paths ?? []).map(({ backend }) => backend)),
      defaultBackend,
    ];
    return backends.flatMap((backend) => (backend === undefined ? [] : [backend.service?.name ?? "a resource"]));
  }
  const { rules = [] } = (route as LiveGatewayRoute).spec;
  return rules
    .flatMap(({ backendRefs = [] }) => backendRefs)
    .map(({ kind = "Service", name, namespace = route.metadata.namespace }) =>
      kind === "Service" && namespace === route.metadata.namespace ? name : `${kind} ${namespace ?? ""}/${name}`,
    );
}
