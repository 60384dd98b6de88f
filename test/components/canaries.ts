import type { StackConfig } from "../../components/config/stackConfig.ts";
import { stackOf } from "./support.ts";

const first = { headers: { "X-Staff": "yes" }, cookie: { name: "staff", value: "always" } };

/** Where a canary stands half way. */
export const halfWay = { version: "v8", canary: { version: "v9", weight: 50, step: 2 } };

/** A service whose canary is weighed by a Gateway, with all that one may say of it. */
export function gatewayCanary(current: object = halfWay): StackConfig {
  const shop = {
    template: "api",
    image: "localhost/shop",
    autoscaling: { min: 3, max: 12, cpu: 70 },
    route: {
      gateway: "main",
      hosts: ["shop.example"],
      paths: [
        { path: "/buy", timeout: "10s", requestHeaders: { remove: ["X-Debug"] } },
        { path: "/beta", headers: { "X-Staff": "no" } },
        { path: "/old", redirect: { scheme: "https", path: "/buy" } },
      ],
    },
    routes: { calls: { kind: "GRPCRoute", gateway: "main", hosts: ["grpc.shop.example"] } },
    jobs: { before: [{ name: "migrate", command: ["/migrate"], compatible: true }] },
    canary: { first, sticky: { cookie: "track" }, mirror: 10 },
  };
  return stackOf({ shop }, { current: { shop: current } });
}

/** One that ingress-nginx weighs, with all that it can. */
export function nginxCanary(current: object = halfWay): StackConfig {
  const ingress = { kind: "Ingress", class: "nginx" };
  const shop = {
    template: "website",
    image: "localhost/shop",
    route: { ...ingress, hosts: ["shop.example"], tlsSecret: "shop-tls", annotations: { "example.com/team": "shop" } },
    routes: { more: { ...ingress, hosts: ["more.example"] } },
    canary: { first, sticky: { cookie: "track", for: "2h" } },
  };
  return stackOf({ shop }, { current: { shop: current } });
}
