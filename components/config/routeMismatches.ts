import { gatewaysOf } from "./gatewaysOf.ts";
import type { Route } from "./routeParameters.ts";

/** What of a route belongs to another kind of it. */
export function mismatches(value: Route): string[] {
  const { kind, hosts, path, paths = [], methods = [] } = value;
  const ingress = kind === "Ingress";
  const named = kind === "HTTPRoute" ? "an HTTPRoute" : "a GRPCRoute";
  const filtered = paths.some((one) => one.redirect ?? one.rewrite ?? one.requestHeaders ?? one.responseHeaders);
  const told: [boolean, string][] = [
    [!ingress && gatewaysOf(value).length === 0, `${named} needs the name of its gateway`],
    [value.gateway !== undefined && value.gateways !== undefined, "takes one of gateway and gateways"],
    [!ingress && (value.class ?? value.tlsSecret) !== undefined, "class and tlsSecret belong to kind Ingress"],
    [!ingress && value.tls, "tls belongs to kind Ingress; with a Gateway TLS is its listener's"],
    [
      ingress && value.sectionName !== undefined,
      "sectionName belongs to kind HTTPRoute: it names a listener of a Gateway",
    ],
    [
      !ingress && hosts.length > 16,
      `${named} takes at most 16 hosts; use a wildcard like *.shop.example, or kind Ingress`,
    ],
    [
      (value.tls || value.tlsSecret !== undefined) && hosts.length === 0,
      "TLS needs the hosts that the certificate is for",
    ],
    [value.tls && value.tlsSecret !== undefined, "takes one of tls and tlsSecret"],
    [path !== undefined && paths.length > 0, "takes one of path and paths"],
    [kind !== "GRPCRoute" && methods.length > 0, "methods belong to kind GRPCRoute"],
    [kind === "GRPCRoute" && (path !== undefined || paths.length > 0), "a GRPCRoute has methods, no paths"],
    [
      ingress && filtered,
      "redirects, rewrites and headers belong to kind HTTPRoute; an Ingress' controller reads annotations",
    ],
    [ingress && paths.some((one) => one.timeout ?? one.method), "timeout and method belong to kind HTTPRoute"],
    [
      ingress && paths.some(({ headers: matched }) => Object.keys(matched).length > 0),
      "headers belong to kind HTTPRoute",
    ],
    [ingress && paths.some(({ query }) => Object.keys(query).length > 0), "query belongs to kind HTTPRoute"],
    [ingress && paths.some(({ type }) => type === "RegularExpression"), "RegularExpression belongs to kind HTTPRoute"],
    [
      !ingress && paths.some(({ type }) => type === "ImplementationSpecific"),
      "ImplementationSpecific belongs to kind Ingress",
    ],
    [!ingress && paths.length + methods.length > 16, `${named} takes at most 16 rules; make another route`],
  ];
  return told.filter(([wrong]) => wrong).map(([, message]) => message);
}
