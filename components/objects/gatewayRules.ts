import { formatDuration } from "../config/duration.ts";
import type { GrpcMethod, RoutedPath } from "../config/routedPaths.ts";
import type { Route } from "../config/routeParameters.ts";
import { pathsOf } from "../config/routesOf.ts";
import type { HeaderMatch, RuleShape } from "./ruleShapes.ts";
import type { TrackRouting } from "./trackRouting.ts";

/** Where requests for a port are led to. */
export interface Routing extends TrackRouting {
  portOf: (port: string | undefined) => number;
}

/** The rules of an HTTPRoute, one for each path, and one more of those that always meet the canary. */
export function httpRules(route: Route, routing: Routing): RuleShape[] {
  const paths = pathsOf(route).flatMap((routed) => {
    const { path, type, port, method, headers, query, redirect, timeout } = routed;
    const match = {
      path: { type: type === "Prefix" ? "PathPrefix" : type, value: path },
      ...(method === undefined ? {} : { method }),
      ...(Object.keys(query).length === 0 ? {} : { queryParams: pairs(query) }),
    };
    const filters = filtersOf(routed);
    const more = timeout === undefined ? {} : { timeouts: { request: formatDuration(timeout) } };
    if (redirect !== undefined) return [{ matches: [matching(match, pairs(headers))], filters, ...more }];
    return led({ match, headers: pairs(headers), filters, more }, routing, routing.portOf(port ?? route.port));
  });
  return routing.probe === undefined ? paths : [routing.probe, ...paths];
}

/** The rules of a GRPCRoute: one for each call it names, or one for all, and those of the canary's first. */
export function grpcRules({ methods, port: first }: Route, routing: Routing): RuleShape[] {
  if (methods === undefined)
    return led({ match: {}, headers: [], filters: [], more: {} }, routing, routing.portOf(first));
  return methods.flatMap((call) => {
    const { service, method, port, headers } = call;
    const called = { ...(service === undefined ? {} : { service }), ...(method === undefined ? {} : { method }) };
    const match = Object.keys(called).length === 0 ? {} : { method: called };
    const shape = { match, headers: pairs(headers), filters: filtersOf(call), more: {} };
    return led(shape, routing, routing.portOf(port ?? first));
  });
}

interface Led {
  match: object;
  headers: HeaderMatch[];
  filters: object[];
  more: Pick<RuleShape, "timeouts">;
}

/** What leads to pods: whom the canary has first, then everybody. */
function led({ match, headers, filters, more }: Led, { backends, first, mirror, sticky }: Routing, port: number) {
  const all = mirror === undefined ? filters : [...filters, mirror(port)];
  const whole = matching(match, headers);
  const rule: RuleShape = {
    ...(Object.keys(whole).length === 0 ? {} : { matches: [whole] }),
    ...(all.length === 0 ? {} : { filters: all }),
    backendRefs: backends(port),
    ...more,
    ...(sticky === undefined ? {} : { sessionPersistence: sticky }),
  };
  const chosen = (first?.headers ?? []).flatMap((wanted) => both(headers, wanted));
  if (first === undefined || chosen.length === 0) return [rule];
  return [
    {
      matches: chosen.map((wanted) => matching(match, wanted)),
      ...(filters.length === 0 ? {} : { filters }),
      backendRefs: first.backends(port),
      ...more,
    },
    rule,
  ];
}

/** The headers of both; none where a request could not have them. */
function both(headers: HeaderMatch[], wanted: HeaderMatch[]): HeaderMatch[][] {
  const same = (one: HeaderMatch, other: HeaderMatch) => one.name.toLowerCase() === other.name.toLowerCase();
  const clash = wanted.some((one) => headers.some((other) => same(one, other) && one.value !== other.value));
  return clash ? [] : [[...headers, ...wanted.filter((one) => !headers.some((other) => same(one, other)))]];
}

function matching(match: object, headers: HeaderMatch[]): object {
  const { queryParams, ...where } = match as { queryParams?: object };
  return {
    ...where,
    ...(headers.length === 0 ? {} : { headers }),
    ...(queryParams === undefined ? {} : { queryParams }),
  };
}

function filtersOf(routed: Partial<RoutedPath> & Pick<GrpcMethod, "requestHeaders" | "responseHeaders">): object[] {
  const { redirect, rewrite, requestHeaders, responseHeaders } = routed;
  return [
    ...(requestHeaders === undefined
      ? []
      : [{ type: "RequestHeaderModifier", requestHeaderModifier: changed(requestHeaders) }]),
    ...(responseHeaders === undefined
      ? []
      : [{ type: "ResponseHeaderModifier", responseHeaderModifier: changed(responseHeaders) }]),
    ...(redirect === undefined ? [] : [{ type: "RequestRedirect", requestRedirect: redirected(redirect) }]),
    ...(rewrite === undefined ? [] : [{ type: "URLRewrite", urlRewrite: elsewhere(rewrite) }]),
  ];
}

function redirected({ scheme, port, status, ...where }: NonNullable<RoutedPath["redirect"]>): object {
  return {
    ...(scheme === undefined ? {} : { scheme }),
    ...elsewhere(where),
    ...(port === undefined ? {} : { port }),
    statusCode: status,
  };
}

function elsewhere({ hostname, path, prefix }: NonNullable<RoutedPath["rewrite"]>): object {
  return {
    ...(hostname === undefined ? {} : { hostname }),
    ...(path === undefined ? {} : { path: { type: "ReplaceFullPath", replaceFullPath: path } }),
    ...(prefix === undefined ? {} : { path: { type: "ReplacePrefixMatch", replacePrefixMatch: prefix } }),
  };
}

function changed({ set, add, remove }: NonNullable<RoutedPath["requestHeaders"]>): object {
  return {
    ...(Object.keys(set).length === 0 ? {} : { set: pairs(set) }),
    ...(Object.keys(add).length === 0 ? {} : { add: pairs(add) }),
    ...(remove.length === 0 ? {} : { remove }),
  };
}

function pairs(headers: Record<string, string>): { name: string; value: string }[] {
  return Object.entries(headers).map(([name, value]) => ({ name, value }));
}
