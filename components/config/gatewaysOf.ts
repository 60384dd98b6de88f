import type { Route } from "./routeParameters.ts";

/** The Gateways that a route belongs to; of an Ingress none. */
export function gatewaysOf({ gateway, gateways }: Pick<Route, "gateway" | "gateways">): string[] {
  return gateways ?? (gateway === undefined ? [] : [gateway]);
}
