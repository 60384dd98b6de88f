import assert from "node:assert/strict";
import { canaryAnnotations, stickyAnnotations } from "../../../components/objects/nginxAnnotations.ts";
import { canaryIngresses, ingresses } from "../../../components/objects/route.ts";
import { website } from "../support.ts";

const route = { kind: "Ingress", class: "nginx", hosts: ["www.example"], tlsSecret: "www-tls" };
const at = (weight: number, more: object = {}) => ({ version: "v1", canary: { version: "v2", weight, ...more } });

describe("ingress-nginx", () => {
  it("weighs a canary by a second Ingress, which is there while the canary is", () => {
    const service = website({ route, canary: {} }, at(10));
    assert.deepEqual(canaryAnnotations(service), {
      "nginx.ingress.kubernetes.io/canary": "true",
      "nginx.ingress.kubernetes.io/canary-weight": "10",
    });
    const [[main], [canary]] = [ingresses(service), canaryIngresses(service)] as unknown as [
      { spec: object }[],
      { spec: object }[],
    ];
    assert.match(JSON.stringify(main!.spec), /web-stable/);
    assert.match(JSON.stringify(canary!.spec), /web-canary/);
    // A certificate is named once for a host.
    assert.ok("tls" in main!.spec && !("tls" in canary!.spec));
    assert.deepEqual(canaryIngresses(website({ route, canary: {} })), []);
  });

  it("has none once the canary is left: whom a cookie keeps on it would come back, at a weight of 0 too", () => {
    assert.deepEqual(canaryIngresses(website({ route, canary: {} }, at(0, { step: 1 }))), []);
    assert.equal(canaryIngresses(website({ route, canary: {} }, at(0))).length, 1);
  });

  it("keeps people on their track by the first Ingress' cookie, from before a canary begins", () => {
    assert.deepEqual(stickyAnnotations(website({ route, canary: { sticky: { cookie: "track" } } })), {
      "nginx.ingress.kubernetes.io/affinity": "cookie",
      "nginx.ingress.kubernetes.io/affinity-canary-behavior": "sticky",
      "nginx.ingress.kubernetes.io/session-cookie-name": "track",
      "nginx.ingress.kubernetes.io/session-cookie-max-age": "3600",
      "nginx.ingress.kubernetes.io/session-cookie-expires": "3600",
    });
    assert.deepEqual(stickyAnnotations(website({ route, canary: {} })), {});
  });

  it("is left as it is where nothing is declared", () => {
    const service = website({ route, waivers: { ZD017: "shares are rough here" } }, at(10));
    assert.deepEqual(canaryIngresses(service), []);
    assert.match(JSON.stringify(ingresses(service)), /"name":"web","port"/);
  });
});
