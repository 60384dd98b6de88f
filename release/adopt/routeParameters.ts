import { isDeepStrictEqual } from "node:util";
import type { PlainObject } from "../../components/config/layers.ts";
import { route as routeSchema } from "../../components/config/routes.ts";
import type { LiveObject } from "./live.ts";
import { isOurs } from "./ours.ts";
import { present } from "./present.ts";
import type { GrpcRule, HttpMatch, HttpRule, IngressPath, LiveGatewayRoute, LiveIngress } from "./routes.ts";
import type { LiveService } from "./shapes.ts";

/** What the ports of a service are called, by the Service's numbers; with one alone, nobody need name it. */
type PortOf = (port: { name?: string | undefined; number?: number | undefined }) => string | undefined;

/** Routes as `route` and `routes`. What they do not say, patches do. Pure. */
export function routeParameters(
  routes: readonly LiveObject[],
  service: LiveService | undefined,
  ports: PlainObject,
): PlainObject {
  const said = routes.map((live) => ({ name: live.metadata.name, said: routeOf(live, portsOf(service, ports)) }));
  const [first, ...more] = said;
  const own = service?.metadata.name ?? "";
  const named = more.map(({ name, said: route }, index) => {
    const rest = name.startsWith(`${own}-`) ? name.slice(own.length + 1) : name;
    const key = /^[a-z]([-a-z0-9]{0,16}[a-z0-9])?$/.test(rest) ? rest : `route-${index + 2}`;
    return [key, name === `${own}-${key}` ? route : { ...route, name }] as const;
  });
  return present({
    route: first && (first.name === own ? first.said : { ...first.said, name: first.name }),
    routes: named.length === 0 ? undefined : Object.fromEntries(named),
  });
}

/** As much as makes a right route: all, without its paths, or no more than what it belongs to. */
function routeOf(live: LiveObject, portOf: PortOf): PlainObject {
  const { least, whole, paths } = partsOf(live, portOf);
  const ways: PlainObject[] = [{ ...whole, ...paths }, whole, least];
  return ways.find((way) => routeSchema.safeParse(way).success) ?? least;
}

function partsOf(live: LiveObject, portOf: PortOf): Parts {
  switch (live.kind) {
    case "Ingress":
      return ingressParts(live as LiveIngress, portOf);
    case "GRPCRoute":
      return grpcParts(live as LiveGatewayRoute<GrpcRule>, portOf);
    default:
      return httpParts(live as LiveGatewayRoute<HttpRule>, portOf);
  }
}

interface Parts {
  least: PlainObject;
  whole: PlainObject;
  paths: PlainObject;
}

function ingressParts({ metadata, spec }: LiveIngress, portOf: PortOf): Parts {
  const { rules = [], tls = [], ingressClassName } = spec;
  const hosts = rules.flatMap(({ host }) => (host === undefined ? [] : [host]));
  const [first] = rules;
  const [certificate] = tls;
  const ofAll = tls.length === 1 && isDeepStrictEqual(certificate?.hosts, hosts);
  const same = rules.every(({ http }) => isDeepStrictEqual(http, first?.http));
  return {
    least: { kind: "Ingress", hosts: [] },
    whole: present({
      kind: "Ingress",
      hosts,
      class: ingressClassName,
      tlsSecret: ofAll ? certificate?.secretName : undefined,
      tls: ofAll && certificate?.secretName === undefined ? true : undefined,
      annotations: annotationsOf(metadata.annotations),
    }),
    paths: same && first?.http !== undefined ? shortest(first.http.paths.map((path) => ingressPath(path, portOf))) : {},
  };
}

function ingressPath({ path = "/", pathType, backend }: IngressPath, portOf: PortOf): PlainObject {
  return present({
    path: path === "/" ? undefined : path,
    type: pathType === "Prefix" ? undefined : pathType,
    port: portOf(backend.service?.port ?? {}),
  });
}

function httpParts(live: LiveGatewayRoute<HttpRule>, portOf: PortOf): Parts {
  const { rules = [] } = live.spec;
  const paths = rules.flatMap<PlainObject>((rule) => httpPath(rule, portOf) ?? []);
  return { ...gatewayParts(live), paths: paths.length === rules.length ? shortest(paths) : {} };
}

/** Its calls; one rule for all of them needs no word. */
function grpcParts(live: LiveGatewayRoute<GrpcRule>, portOf: PortOf): Parts {
  const { rules = [] } = live.spec;
  const { least, whole } = gatewayParts(live);
  const methods = rules.flatMap<PlainObject>((rule) => grpcCall(rule, portOf) ?? []);
  const [only = {}, ...more] = methods;
  const named = more.length > 0 || Object.keys(only).some((key) => key !== "port");
  const kind = { kind: "GRPCRoute" };
  return {
    least: { ...kind, ...least },
    whole: { ...kind, ...whole },
    paths: methods.length < rules.length ? {} : named ? { methods } : only,
  };
}

/** What a route of a Gateway belongs to, whatever it carries. */
function gatewayParts({ metadata, spec }: LiveGatewayRoute): Pick<Parts, "least" | "whole"> {
  const { parentRefs = [], hostnames = [] } = spec;
  const [first] = parentRefs;
  const names = parentRefs.map(({ name }) => name);
  const alike = parentRefs.every(
    ({ namespace, sectionName }) => namespace === first?.namespace && sectionName === first?.sectionName,
  );
  const of = names.length > 1 && alike ? { gateways: names } : { gateway: first?.name };
  return {
    least: { ...of, hosts: [] },
    whole: present({
      ...of,
      gatewayNamespace: first?.namespace === metadata.namespace ? undefined : first?.namespace,
      sectionName: alike ? first?.sectionName : undefined,
      hosts: hostnames,
      annotations: annotationsOf(metadata.annotations),
    }),
  };
}

/** A rule of one match and one backend, which filters nothing; undefined for any other. */
function httpPath(
  { matches = [{}], filters = [], backendRefs = [], timeouts }: HttpRule,
  portOf: PortOf,
): PlainObject | undefined {
  const [match = {}, another] = matches;
  const [backend, second] = backendRefs;
  const unsayable = another ?? second ?? filters[0] ?? timeouts?.backendRequest;
  if (unsayable !== undefined || backend === undefined || !isExact(match)) return undefined;
  const { type = "PathPrefix", value = "/" } = match.path ?? {};
  return present({
    path: value === "/" ? undefined : value,
    type: type === "PathPrefix" ? undefined : type,
    method: match.method,
    headers: pairs(match.headers),
    query: pairs(match.queryParams),
    timeout: timeouts?.request,
    port: portOf({ number: backend.port }),
  });
}

/** The same of a call. */
function grpcCall(
  { matches = [{}], filters = [], backendRefs = [] }: GrpcRule,
  portOf: PortOf,
): PlainObject | undefined {
  const [match = {}, another] = matches;
  const [backend, second] = backendRefs;
  if ((another ?? second ?? filters[0]) !== undefined || backend === undefined) return undefined;
  const { headers, method: { type = "Exact", service, method } = {} } = match;
  if (type !== "Exact" || !isExact({ headers: headers ?? [] })) return undefined;
  return present({ service, method, headers: pairs(headers), port: portOf({ number: backend.port }) });
}

function isExact({ headers = [], queryParams = [] }: HttpMatch): boolean {
  return [...headers, ...queryParams].every(({ type = "Exact" }) => type === "Exact");
}

function pairs(list: readonly { name: string; value: string }[] | undefined): PlainObject | undefined {
  return list && Object.fromEntries(list.map(({ name, value }) => [name, value]));
}

/** One prefix is the route's own path. */
function shortest(paths: readonly PlainObject[]): PlainObject {
  const [only = {}, ...more] = paths;
  const plain = Object.keys(only).every((key) => key === "path" || key === "port");
  return more.length === 0 && plain ? only : { paths: [...paths] };
}

function annotationsOf(all: Record<string, string> = {}): PlainObject | undefined {
  const kept = Object.entries(all).filter(([key]) => !isOurs(key));
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}

function portsOf(service: LiveService | undefined, ports: PlainObject): PortOf {
  const entries = Object.entries(ports as Record<string, { container: number; service?: number; served?: boolean }>);
  const served = entries.filter(([, port]) => port.served !== false);
  return ({ name, number }) => {
    if (served.length < 2) return undefined;
    const wanted = number ?? service?.spec.ports?.find((port) => port.name === name)?.port;
    return served.find(([, port]) => (port.service ?? port.container) === wanted)?.[0];
  };
}
