import assert from "node:assert/strict";
import { parseStackConfig } from "../../../components/config.ts";
import type { PlainObject } from "../../../components/config/layers.ts";
import { objectsOf } from "../../../components/objects.ts";
import { fewest } from "../../../release/adopt/fewest.ts";
import type { LiveObject } from "../../../release/adopt/live.ts";
import { parametersOf } from "../../../release/adopt/parameters.ts";
import { workloadsIn } from "../../../release/adopt/workloads.ts";
import { live, liveDeployment, liveService } from "./builders.ts";

const backend = (name = "web") => ({ service: { name, port: { number: 80 } } });
const ingress = (name: string, spec: object, metadata: object = {}): LiveObject => ({
  apiVersion: "networking.k8s.io/v1",
  kind: "Ingress",
  metadata: { name, namespace: "shop", ...metadata },
  spec,
});
const httpRoute = (name: string, spec: object): LiveObject => ({
  apiVersion: "gateway.networking.k8s.io/v1",
  kind: "HTTPRoute",
  metadata: { name, namespace: "shop" },
  spec: { parentRefs: [{ kind: "Gateway", name: "main" }], ...spec },
});
const rules = (path: string, to = "web", host?: string) => [
  { ...(host && { host }), http: { paths: [{ path, pathType: "Prefix", backend: backend(to) }] } },
];

const grpcRoute = (name: string, spec: object): LiveObject => ({ ...httpRoute(name, spec), kind: "GRPCRoute" });

function found(routes: Partial<Record<"Ingress" | "HTTPRoute" | "GRPCRoute", LiveObject[]>>) {
  return workloadsIn(live({ Deployment: [liveDeployment()], Service: [liveService()], ...routes }), []);
}

/** What the routes are written as, and the objects that come of it. */
function said(routes: Parameters<typeof found>[0]): { written: PlainObject; made: string[] } {
  const { basic, version } = parametersOf(found(routes).workloads[0]!);
  const whole = fewest(basic);
  const stack = parseStackConfig({ stack: "shop", services: { web: whole }, current: { web: { version } } });
  const made = objectsOf(stack.services[0]!, {}).map(({ kind, metadata }) => `${kind}/${metadata.name}`);
  const { route, routes: more } = whole;
  return {
    written: { ...(route === undefined ? {} : { route }), ...(more === undefined ? {} : { routes: more }) },
    made: made.filter((name) => /^(Ingress|HTTPRoute|GRPCRoute)/.test(name)),
  };
}

describe("routes of a workload", () => {
  it("become its service's, each under the name it has", () => {
    const tls = [{ hosts: ["www.example"], secretName: "www-tls" }];
    const routes = {
      Ingress: [
        ingress("public", { ingressClassName: "nginx", tls, rules: rules("/", "web", "www.example") }),
        ingress("web-internal", { rules: rules("/api", "web") }, { annotations: { "example.com/scheme": "internal" } }),
      ],
    };
    assert.deepEqual(said(routes), {
      written: {
        route: { kind: "Ingress", hosts: ["www.example"], class: "nginx", tlsSecret: "www-tls", name: "public" },
        routes: {
          internal: { kind: "Ingress", hosts: [], annotations: { "example.com/scheme": "internal" }, path: "/api" },
        },
      },
      made: ["Ingress/public", "Ingress/web-internal"],
    });
  });

  it("of a Gateway say hosts, listener, and each rule that is one match and one backend", () => {
    const parentRefs = ["main", "main-v6"].map((name) => ({ kind: "Gateway", name, namespace: "gateways" }));
    const backendRefs = [{ kind: "Service", name: "web", port: 80, weight: 1 }];
    const routes = {
      HTTPRoute: [
        httpRoute("web", {
          parentRefs,
          hostnames: ["www.example"],
          rules: [
            { matches: [{ path: { type: "Exact", value: "/health" } }], backendRefs },
            {
              matches: [
                {
                  path: { type: "PathPrefix", value: "/" },
                  method: "GET",
                  queryParams: [{ type: "Exact", name: "beta", value: "1" }],
                },
              ],
              backendRefs,
              timeouts: { request: "10s" },
            },
          ],
        }),
      ],
    };
    assert.deepEqual(said(routes), {
      written: {
        route: {
          gateways: ["main", "main-v6"],
          gatewayNamespace: "gateways",
          hosts: ["www.example"],
          paths: [
            { path: "/health", type: "Exact" },
            { method: "GET", query: { beta: "1" }, timeout: "10s" },
          ],
        },
      },
      made: ["HTTPRoute/web"],
    });
  });

  it("of gRPC say each call that has one match and one backend, and nothing where one rule takes all", () => {
    const backendRefs = [{ kind: "Service", name: "web", port: 80, weight: 1 }];
    const call = { method: { type: "Exact", service: "shop.Cart", method: "Add" } };
    const headers = [{ type: "Exact", name: "tenant", value: "a" }];
    const routes = {
      GRPCRoute: [
        grpcRoute("web", {
          hostnames: ["grpc.example"],
          rules: [
            { matches: [call], backendRefs },
            { matches: [{ headers }], backendRefs },
          ],
        }),
        grpcRoute("web-all", { hostnames: ["all.example"], rules: [{ backendRefs }] }),
      ],
    };
    assert.deepEqual(said(routes), {
      written: {
        route: {
          ...{ kind: "GRPCRoute", gateway: "main", hosts: ["grpc.example"] },
          methods: [{ service: "shop.Cart", method: "Add" }, { headers: { tenant: "a" } }],
        },
        routes: { all: { kind: "GRPCRoute", gateway: "main", hosts: ["all.example"] } },
      },
      made: ["GRPCRoute/web", "GRPCRoute/web-all"],
    });
    const loose = { method: { type: "RegularExpression", service: "shop[.].*" } };
    const odd = grpcRoute("web", { hostnames: ["grpc.example"], rules: [{ matches: [loose], backendRefs }] });
    assert.deepEqual(said({ GRPCRoute: [odd] }).written, {
      route: { kind: "GRPCRoute", gateway: "main", hosts: ["grpc.example"] },
    });
  });

  it("leave to patches what no parameter says", () => {
    const backendRefs = [{ kind: "Service", name: "web", port: 80 }];
    const filters = [{ type: "RequestMirror", requestMirror: { backendRef: { name: "web", port: 80 } } }];
    const mirrored = httpRoute("web", { hostnames: ["www.example"], rules: [{ filters, backendRefs }] });
    assert.deepEqual(said({ HTTPRoute: [mirrored] }).written, { route: { gateway: "main", hosts: ["www.example"] } });
    const odd = ingress("web", { defaultBackend: backend(), tls: [{ secretName: "any" }] });
    assert.deepEqual(said({ Ingress: [odd] }), {
      written: { route: { kind: "Ingress", hosts: [] } },
      made: ["Ingress/web"],
    });
    const many = Array.from({ length: 17 }, (_, index) => `h${index}.example`);
    const wide = httpRoute("web", { hostnames: many, rules: [{ backendRefs }] });
    assert.deepEqual(said({ HTTPRoute: [wide] }).written, { route: { gateway: "main", hosts: [] } });
  });

  it("stay others' where they lead to others too, or somebody makes them, and it is told", () => {
    const owned = { ownerReferences: [{ kind: "Shop", name: "main", controller: true }] };
    const { workloads, left } = found({
      Ingress: [
        ingress("all", { rules: [...rules("/", "web"), ...rules("/pay", "pay")] }),
        ingress("made", { rules: rules("/") }, owned),
        ingress("elsewhere", { rules: rules("/", "pay") }),
      ],
      HTTPRoute: [
        httpRoute("mesh", {
          parentRefs: [{ kind: "Service", name: "web" }],
          rules: [{ backendRefs: [{ name: "web" }] }],
        }),
      ],
    });
    assert.deepEqual(workloads[0]!.routes, []);
    assert.deepEqual(left, [
      {
        kind: "Ingress",
        name: "all",
        why: "it goes on leading to Service web, as it leads to others or is made by them",
      },
      {
        kind: "Ingress",
        name: "made",
        why: "it goes on leading to Service web, as it leads to others or is made by them",
      },
      {
        kind: "HTTPRoute",
        name: "mesh",
        why: "it goes on leading to Service web, as it leads to others or is made by them",
      },
    ]);
  });

  it("stay where they are with a Service that is not taken over", () => {
    const { workloads, left } = workloadsIn(
      live({
        Deployment: [liveDeployment()],
        Service: [liveService("front")],
        Ingress: [ingress("front", { rules: rules("/", "front") })],
      }),
      [],
    );
    assert.deepEqual(workloads[0]!.routes, []);
    assert.deepEqual(
      left.map(({ kind, name }) => `${kind}/${name}`),
      ["Service/front"],
    );
  });
});
