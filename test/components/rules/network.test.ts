import assert from "node:assert/strict";
import { checkRules } from "../../../components/rules.ts";
import { stackOf } from "../support.ts";

const site = { template: "website", image: "localhost/web" };

function findings(services: Record<string, object>): string[] {
  const stack = stackOf(
    Object.fromEntries(Object.entries(services).map(([name, basic]) => [name, { ...site, ...basic }])),
  );
  return checkRules(stack)
    .filter(({ code }) => code === "ZD020")
    .map(({ path, message, fix }) => `${path}: ${message}; ${fix}`);
}

describe("who a network policy admits (ZD020)", () => {
  it("says nothing without a policy, or where any namespace, addresses or everybody are admitted", () => {
    const route = { gateway: "main", hosts: ["shop.example"] };
    assert.deepEqual(findings({ web: { route } }), []);
    assert.deepEqual(findings({ web: { route, network: { fromNamespaces: ["envoy"] } } }), []);
    assert.deepEqual(findings({ web: { route, network: { fromCidrs: ["198.51.100.0/24"] } } }), []);
    assert.deepEqual(findings({ web: { route, network: { fromAnywhere: true } } }), []);
  });

  it("finds a route whose gateway is shut out, though services are admitted", () => {
    const services = { api: {}, web: { route: { kind: "Ingress", hosts: ["a.example", "b.example"] } } };
    const admitting = { ...services, web: { ...services.web, network: { from: ["api"] } } };
    assert.deepEqual(findings(admitting), [
      "releases:services.web.network.fromNamespaces: it admits neither everybody nor a namespace, so the ingress " +
        "controller is shut out: every request for a.example, b.example is dropped; admit the namespace that its " +
        "pods run in, e.g. network: {fromNamespaces: [ingress-nginx]}, or fromAnywhere: true",
    ]);
  });

  it("names every gateway that is shut out", () => {
    const route = { gateways: ["main", "main-v6"], hosts: ["shop.example"] };
    assert.deepEqual(findings({ web: { route, network: {} } }), [
      "releases:services.web.network.fromNamespaces: it admits neither everybody nor a namespace, so gateway main " +
        "and main-v6 is shut out: every request for shop.example is dropped; admit the namespace that its pods run " +
        "in, e.g. network: {fromNamespaces: [staging]}, or fromAnywhere: true",
    ]);
  });

  it("finds ports that nobody may connect to", () => {
    assert.deepEqual(findings({ web: { network: { to: [] } } }), [
      "releases:services.web.network.from: it admits nobody: every connection to port http is dropped, but the " +
        "kubelet's probes; name who may connect, e.g. network: {from: [SERVICE]}, or leave network out",
    ]);
    assert.deepEqual(findings({ web: { template: "worker", network: {} } }), []);
  });

  it("finds a service that is sent to and does not admit the sender", () => {
    const web = { namespace: "front", network: { fromAnywhere: true, to: ["api", "stock"] } };
    const api = { network: { from: ["other"] } };
    assert.deepEqual(findings({ web, api, stock: {}, other: {} }), [
      "releases:services.web.network.to: it sends to api, whose network does not admit web: every connection is " +
        "dropped; add web to services.api.network.from",
    ]);
    assert.deepEqual(findings({ web, api: { network: { from: ["web"] } }, stock: {} }), []);
    assert.deepEqual(findings({ web, api: { network: { fromNamespaces: ["front"] } }, stock: {} }), []);
  });
});
