import assert from "node:assert/strict";
import { hasTracks, isWeighed, splitOf } from "../../../components/objects/canarySplit.ts";
import { website } from "../support.ts";

const gateway = { gateway: "main", hosts: ["www.example"] };
const grpc = { ...gateway, kind: "GRPCRoute" };
const nginx = { kind: "Ingress", class: "nginx", hosts: ["www.example"] };
const others = { ...nginx, class: "public" };
const waivers = { ZD017: "shares are rough here" };

describe("requests are shared out among the tracks", () => {
  const split = (basic: object) => splitOf(website({ canary: {}, waivers, ...basic }));

  it("by what all of the service's routes can", () => {
    assert.equal(split({ route: gateway, routes: { calls: grpc } }), "HTTPRoute");
    assert.equal(split({ route: nginx }), "ingress-nginx");
    for (const basic of [{}, { route: others }, { route: gateway, routes: { old: nginx } }])
      assert.equal(split(basic), "replicas");
  });

  it("as the service says, where it does", () => {
    assert.equal(split({ route: others, canary: { split: "ingress-nginx" } }), "ingress-nginx");
    assert.equal(split({ route: gateway, canary: { split: "replicas" } }), "replicas");
  });

  it("by no Ingress of a service that declares no canary: it stays as it is", () => {
    assert.equal(split({ route: nginx, canary: null }), "replicas");
    assert.equal(split({ route: gateway, canary: null }), "HTTPRoute");
  });

  it("between Services that stand always where one is declared, else while there is a weight", () => {
    const at = { version: "v1", canary: { version: "v2", weight: 10 } };
    const told = (basic: object, release?: object) => {
      const service = website({ waivers, ...basic }, release);
      return [hasTracks(service), isWeighed(service)];
    };
    assert.deepEqual(told({ route: gateway, canary: {} }), [true, false]);
    assert.deepEqual(told({ route: gateway, canary: {} }, at), [true, true]);
    assert.deepEqual(told({ route: gateway }, at), [false, true]);
    assert.deepEqual(told({ canary: {} }, at), [false, false]);
  });
});
