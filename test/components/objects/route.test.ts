import assert from "node:assert/strict";
import { addresses } from "../../../components/addresses.ts";
import { faults } from "../../../components/kubernetes/check.ts";
import { kindWord } from "../../../components/kubernetes/fields.ts";
import { gatewayRoutes, ingresses } from "../../../components/objects.ts";
import { checkRules } from "../../../components/rules.ts";
import { errorsOf, stackOf, website } from "../support.ts";

const at = "releases:services.web";
const ports = { admin: { container: 9000 } };

function errors(basic: object): readonly string[] {
  const web = { template: "website", image: "localhost/web", ...basic };
  return errorsOf({ services: { web }, current: { web: { version: "v1" } } });
}

function specOf(route: object): unknown {
  const service = website({ route, ports });
  const [made] = [...gatewayRoutes(service), ...ingresses(service)];
  assert.deepEqual(faults(made, kindWord(made!.kind)!, "whole"), []);
  return made!.spec;
}

describe("routes", () => {
  it("are as many as are named, each an object of its own", () => {
    const service = website({
      route: { gateway: "public", hosts: ["www.example"] },
      routes: {
        internal: { gateway: "internal", hosts: [] },
        old: { kind: "Ingress", hosts: ["old.example"], tls: true },
      },
    });
    const made = [...gatewayRoutes(service), ...ingresses(service)].map(
      ({ kind, metadata }) => `${kind} ${metadata.name}`,
    );
    assert.deepEqual(made, ["HTTPRoute web", "HTTPRoute web-internal", "Ingress web-old"]);
    assert.deepEqual(addresses(service).publicUrls, ["http://www.example/", "https://old.example/"]);
  });

  it("lead several paths of a type each to the ports that answer for them", () => {
    const paths = [
      { path: "/admin", port: "admin", timeout: "10s", headers: { "X-Team": "shop" }, method: "GET" },
      { path: "/health", type: "Exact" },
      { path: "/v[0-9]+", type: "RegularExpression" },
    ];
    assert.deepEqual(specOf({ gateway: "main", hosts: ["www.example"], paths }), {
      parentRefs: [{ name: "main" }],
      hostnames: ["www.example"],
      rules: [
        {
          matches: [
            {
              path: { type: "PathPrefix", value: "/admin" },
              method: "GET",
              headers: [{ name: "X-Team", value: "shop" }],
            },
          ],
          backendRefs: [{ name: "web", port: 9000 }],
          timeouts: { request: "10s" },
        },
        { matches: [{ path: { type: "Exact", value: "/health" } }], backendRefs: [{ name: "web", port: 80 }] },
        {
          matches: [{ path: { type: "RegularExpression", value: "/v[0-9]+" } }],
          backendRefs: [{ name: "web", port: 80 }],
        },
      ],
    });
  });

  it("redirect, rewrite and change headers", () => {
    const paths = [
      { redirect: { scheme: "https", status: 301 } },
      {
        path: "/shop",
        rewrite: { prefix: "/" },
        requestHeaders: { set: { "X-From": "shop" }, remove: ["X-Debug"] },
        responseHeaders: { add: { "X-Served": 1 } },
      },
    ];
    const { rules } = specOf({ gateway: "main", hosts: [], paths }) as { rules: object };
    assert.deepEqual(rules, [
      {
        matches: [{ path: { type: "PathPrefix", value: "/" } }],
        filters: [{ type: "RequestRedirect", requestRedirect: { scheme: "https", statusCode: 301 } }],
      },
      {
        matches: [{ path: { type: "PathPrefix", value: "/shop" } }],
        filters: [
          {
            type: "RequestHeaderModifier",
            requestHeaderModifier: { set: [{ name: "X-From", value: "shop" }], remove: ["X-Debug"] },
          },
          { type: "ResponseHeaderModifier", responseHeaderModifier: { add: [{ name: "X-Served", value: "1" }] } },
          { type: "URLRewrite", urlRewrite: { path: { type: "ReplacePrefixMatch", replacePrefixMatch: "/" } } },
        ],
        backendRefs: [{ name: "web", port: 80 }],
      },
    ]);
  });

  it("belong to several Gateways, and take requests by their query", () => {
    const paths = [{ query: { "go-get": 1 } }];
    assert.deepEqual(specOf({ gateways: ["main", "main-v6"], sectionName: "https", hosts: [], paths }), {
      parentRefs: [
        { name: "main", sectionName: "https" },
        { name: "main-v6", sectionName: "https" },
      ],
      rules: [
        {
          matches: [{ path: { type: "PathPrefix", value: "/" }, queryParams: [{ name: "go-get", value: "1" }] }],
          backendRefs: [{ name: "web", port: 80 }],
        },
      ],
    });
  });

  it("lead calls of gRPC services", () => {
    const methods = [{ service: "shop.Cart", method: "Add", port: "admin" }, { service: "shop.Stock" }];
    const route = { kind: "GRPCRoute", gateway: "main", hosts: ["grpc.example"] };
    assert.deepEqual((specOf({ ...route, methods }) as { rules: object }).rules, [
      { matches: [{ method: { service: "shop.Cart", method: "Add" } }], backendRefs: [{ name: "web", port: 9000 }] },
      { matches: [{ method: { service: "shop.Stock" } }], backendRefs: [{ name: "web", port: 80 }] },
    ]);
    assert.deepEqual((specOf(route) as { rules: object }).rules, [{ backendRefs: [{ name: "web", port: 80 }] }]);
  });

  it("of an Ingress serve any host, with a certificate of the controller's own", () => {
    const paths = [{ type: "ImplementationSpecific" }, { path: "/admin", port: "admin" }];
    const backend = (name: string) => ({ service: { name: "web", port: { name } } });
    assert.deepEqual(specOf({ kind: "Ingress", hosts: [], paths }), {
      rules: [
        {
          http: {
            paths: [
              { path: "/", pathType: "ImplementationSpecific", backend: backend("http") },
              { path: "/admin", pathType: "Prefix", backend: backend("admin") },
            ],
          },
        },
      ],
    });
    assert.deepEqual((specOf({ kind: "Ingress", hosts: ["www.example"], tls: true }) as { tls: object }).tls, [
      { hosts: ["www.example"] },
    ]);
  });

  it("say what belongs to another kind of them", () => {
    const hosts = ["www.example"];
    assert.deepEqual(errors({ route: { kind: "GRPCRoute", hosts, path: "/", tls: true } }), [
      `${at}.route: a GRPCRoute needs the name of its gateway`,
      `${at}.route: tls belongs to kind Ingress; with a Gateway TLS is its listener's`,
      `${at}.route: a GRPCRoute has methods, no paths`,
    ]);
    const both = { gateway: "main", gateways: ["main-v6"], hosts };
    assert.deepEqual(errors({ route: both }), [`${at}.route: takes one of gateway and gateways`]);
    assert.deepEqual(errors({ route: { kind: "Ingress", hosts, paths: [{ query: { a: 1 } }] } }), [
      `${at}.route: query belongs to kind HTTPRoute`,
    ]);
    const paths = [{ redirect: { scheme: "https" } }, { type: "RegularExpression" }];
    assert.deepEqual(errors({ route: { kind: "Ingress", hosts: [], tls: true, path: "/", paths } }), [
      `${at}.route: TLS needs the hosts that the certificate is for`,
      `${at}.route: takes one of path and paths`,
      `${at}.route: redirects, rewrites and headers belong to kind HTTPRoute; an Ingress' controller reads annotations`,
      `${at}.route: RegularExpression belongs to kind HTTPRoute`,
    ]);
    assert.deepEqual(
      errors({ routes: { internal: { gateway: "main", hosts, paths: [{ path: "/a//b" }, { port: "admn" }] } } }),
      [`${at}.routes.internal.paths[0].path: "/a//b" could mean another path; without "//", "/./", "/../" and "%2F"`],
    );
    assert.deepEqual(errors({ ports, routes: { internal: { gateway: "main", hosts, paths: [{ port: "admn" }] } } }), [
      `${at}.routes.internal.port: no port is called "admn"; did you mean "admin"?`,
    ]);
  });

  it("of two services answer for no address together, whichever of their routes it is", () => {
    const route = (more: object) => ({ template: "website", image: "localhost/web", ...more });
    const found = checkRules(
      stackOf({
        web: route({
          route: { gateway: "main", hosts: ["www.example"], paths: [{ path: "/a" }, { path: "/b", type: "Exact" }] },
        }),
        one: route({ routes: { more: { gateway: "main", hosts: ["www.example"], path: "/b" } } }),
        two: route({ routes: { more: { gateway: "main", hosts: ["www.example"], path: "/a" } } }),
        any: route({ route: { gateway: "main", hosts: [] } }),
        all: route({ route: { gateways: ["other", "main"], hosts: [] } }),
        some: route({ route: { gateway: "main", hosts: ["www.example"], paths: [{ path: "/a", query: { go: 1 } }] } }),
      }),
    );
    assert.deepEqual(
      found.map(({ code, path, message }) => `${code} ${path}: ${message}`),
      [
        "ZD015 releases:services.two.routes.more.hosts: www.example/a is also that of service web: which of the two answers is left to chance",
        "ZD015 releases:services.all.route.hosts: every host of main, / is also that of service any: which of the two answers is left to chance",
      ],
    );
  });

  it("are weighed all together, or not at all where one of them cannot", () => {
    const canary = { version: "v1", canary: { version: "v2", weight: 10 } };
    const routes = { old: { kind: "Ingress", hosts: ["old.example"] } };
    const route = { gateway: "main", hosts: ["www.example"] };
    const backends = (basic: object) =>
      (
        gatewayRoutes(website(basic, canary)) as unknown as { spec: { rules: [{ backendRefs: { name: string }[] }] } }[]
      ).map(({ spec }) => spec.rules[0].backendRefs.map(({ name }) => name));
    assert.deepEqual(backends({ route, routes: { more: { ...route, gateway: "other" } } }), [
      ["web-stable", "web-canary"],
      ["web-stable", "web-canary"],
    ]);
    assert.deepEqual(backends({ route, routes }), [["web"]]);
  });
});
