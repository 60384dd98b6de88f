import assert from "node:assert/strict";
import { networkPolicy } from "../../../components/objects.ts";
import { stackOf, website } from "../support.ts";

const dns = {
  ports: [
    { port: 53, protocol: "UDP" },
    { port: 53, protocol: "TCP" },
  ],
};
const egress = (network: object) => networkPolicy(website({ network }))?.spec.egress;

describe("networkPolicy", () => {
  it("lets the pods reach everything until it is said what", () => {
    assert.equal(egress({ fromAnywhere: true }), undefined);
    assert.deepEqual(networkPolicy(website({ network: {} }))?.spec.policyTypes, ["Ingress"]);
  });

  it("lets them reach what is named, and name servers, whichever of the three names it", () => {
    const databases = { namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "databases" } } };
    const api = { ipBlock: { cidr: "203.0.113.0/24" } };
    assert.deepEqual(egress({ to: [], toNamespaces: ["databases"], toCidrs: ["203.0.113.0/24"] }), [
      dns,
      { to: [databases] },
      { to: [api] },
    ]);
    assert.deepEqual(egress({ toCidrs: ["203.0.113.0/24"] }), [dns, { to: [api] }]);
    assert.deepEqual(egress({ to: [] }), [dns]);
  });

  it("lets in who comes from a range of addresses, as a load balancer does that goes to the pods", () => {
    const policy = networkPolicy(website({ network: { fromCidrs: ["198.51.100.0/24"] } }));
    assert.deepEqual(policy?.spec.ingress, [
      { from: [{ ipBlock: { cidr: "198.51.100.0/24" } }], ports: [{ port: "http", protocol: "TCP" }] },
    ]);
  });

  it("lets in the pods of a canary's Jobs, whose curl would not be answered else", () => {
    const http = [{ port: "http", protocol: "TCP" }];
    const from = (network: object, analysis: object) =>
      networkPolicy(website({ network, canary: { analysis } }))?.spec.ingress;
    const smoke = { job: { command: ["/smoke"] } };
    const peer = {
      podSelector: {
        matchLabels: { "releases/service": "web" },
        matchExpressions: [{ key: "releases/canary-check", operator: "Exists" }],
      },
    };
    const known = { namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "gateways" } } };
    assert.deepEqual(from({ fromNamespaces: ["gateways"] }, { smoke }), [{ from: [known, peer], ports: http }]);
    assert.deepEqual(from({}, { smoke }), [{ from: [peer], ports: http }]);
    assert.deepEqual(from({ fromAnywhere: true }, { smoke }), [{ ports: http }]);
    assert.deepEqual(from({}, { answers: { http: { path: "/" } } }), []);
    assert.equal(networkPolicy(website({ canary: { analysis: { smoke } } })), undefined);
  });

  it("lets them reach the pods of an adopted service by the labels these had, and those of its jobs", () => {
    const jobs = { before: [{ name: "migrate", compatible: true }] };
    const { services } = stackOf({
      web: { template: "website", image: "localhost/web", network: { to: ["shop"] } },
      shop: { template: "website", image: "localhost/web", selector: { app: "store" }, jobs },
    });
    const web = services.find(({ name }) => name === "web");
    const namespaceSelector = { matchLabels: { "kubernetes.io/metadata.name": "staging" } };
    const named = (labels: object) => ({ to: [{ namespaceSelector, podSelector: { matchLabels: labels } }] });
    assert.deepEqual(networkPolicy(web!)?.spec.egress, [
      dns,
      named({ app: "store" }),
      named({ "app.kubernetes.io/name": "shop.migrate" }),
    ]);
  });

  it("lets them reach pods of both names while a service is renamed", () => {
    const { services } = stackOf({
      web: { template: "website", image: "localhost/web", network: { to: ["shop"] } },
      shop: { template: "website", image: "localhost/web", renamedFrom: "store" },
    });
    const [web] = services;
    const pods = [{ key: "app.kubernetes.io/name", operator: "In", values: ["shop", "store"] }];
    const home = { matchLabels: { "kubernetes.io/metadata.name": "staging" } };
    const shop = { namespaceSelector: home, podSelector: { matchExpressions: pods } };
    assert.deepEqual(networkPolicy(web!)?.spec.egress, [dns, { to: [shop] }]);
  });
});
