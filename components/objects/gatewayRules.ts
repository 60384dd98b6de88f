import { formatDuration } from "../config/duration.ts";
import type { GrpcMethod, RoutedPath } from "../config/routedPaths.ts";
import type { Route } from "../config/routeParameters.ts";
import { pathsOf } from "../config/routesOf.ts";

export interface Backend {
  name: string;
  port: number;
  weight?: number;
}

/** A rule of an HTTPRoute or a GRPCRoute. */
export interface RuleShape {
  matches?: object[];
  filters?: object[];
  backendRefs?: Backend[];
  timeouts?: { request: string };
}

type BackendsOf = (port: string | undefined) => Backend[];

/** The rules of an HTTPRoute, one for each path. */
export function httpRules(route: Route, backends: BackendsOf): RuleShape[] {
  return pathsOf(route).map((routed) => {
    const { path, type, port, method, headers, query, redirect, timeout } = routed;
    const filters = filtersOf(routed);
    const match = {
      path: { type: type === "Prefix" ? "PathPrefix" : type, value: path },
      ...(method === undefined ? {} : { method }),
      ...(Object.keys(headers).length === 0 ? {} : { headers: pairs(headers) }),
      ...(Object.keys(query).length === 0 ? {} : { queryParams: pairs(query) }),
    };
    return {
      matches: [match],
      ...(filters.length === 0 ? {} : { filters }),
      ...(redirect === undefined ? { backendRefs: backends(port ?? route.port) } : {}),
      ...(timeout === undefined ? {} : { timeouts: { request: formatDuration(timeout) } }),
    };
  });
}

/** The rules of a GRPCRoute: one for each call it names, or one for all. */
export function grpcRules({ methods, port: first }: Route, backends: BackendsOf): RuleShape[] {
  if (methods === undefined) return [{ backendRefs: backends(first) }];
  return methods.map((call) => {
    const { service, method, port, headers } = call;
    const filters = filtersOf(call);
    const called = { ...(service === undefined ? {} : { service }), ...(method === undefined ? {} : { method }) };
    const match = {
      ...(Object.keys(called).length === 0 ? {} : { method: called }),
      ...(Object.keys(headers).length === 0 ? {} : { headers: pairs(headers) }),
    };
    return {
      matches: [match],
      ...(filters.length === 0 ? {} : { filters }),
      backendRefs: backends(port ?? first),
    };
  });
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
