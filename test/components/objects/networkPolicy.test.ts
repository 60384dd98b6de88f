import assert from "node:assert/strict";
import { networkPolicy } from "../../../components/objects.ts";
import { website } from "../support.ts";

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
});
