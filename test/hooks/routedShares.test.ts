import assert from "node:assert/strict";
import { risingBackends, type RouteInputs } from "../../hooks/routedShares.ts";

const weighed = (stable: number, canary: number) => ({
  backendRefs: [
    { name: "web-stable", weight: stable },
    { name: "web-canary", weight: canary },
  ],
});
const route = (...rules: NonNullable<NonNullable<RouteInputs["spec"]>["rules"]>): RouteInputs => ({ spec: { rules } });
const only = (name: string) => ({ backendRefs: [{ name }] });
const ingress = (name: string, weight?: string): RouteInputs => ({
  metadata: weight === undefined ? {} : { annotations: { "nginx.ingress.kubernetes.io/canary-weight": weight } },
  ...route({ http: { paths: [{ backend: { service: { name } } }] } }),
});

describe("the Services whose pods a route waits for", () => {
  it("are those of tracks that it leads to from now on", () => {
    assert.deepEqual(risingBackends(route(weighed(100, 0), only("other"))), ["web-stable"]);
    assert.deepEqual(risingBackends(route(weighed(100, 0), only("web-canary"))), ["web-stable", "web-canary"]);
    assert.deepEqual(risingBackends(ingress("web-canary", "0")), ["web-canary"]);
    assert.deepEqual(risingBackends({}), []);
  });

  it("are those that get more of the requests than before, whatever the numbers of the weights", () => {
    const begun = route(weighed(90, 10));
    assert.deepEqual(risingBackends(begun, route(only("web-stable"))), ["web-canary"]);
    assert.deepEqual(risingBackends(route(weighed(50, 50)), begun), ["web-canary"]);
    assert.deepEqual(risingBackends(route(weighed(95, 5)), begun), ["web-stable"]);
    assert.deepEqual(risingBackends(route(only("web-stable")), begun), ["web-stable"]);
    assert.deepEqual(risingBackends(route(only("web-canary"), weighed(90, 10)), begun), ["web-canary"]);
    assert.deepEqual(risingBackends(ingress("web-canary", "20"), ingress("web-canary", "10")), ["web-canary"]);
  });

  it("are none of those that have as many requests already", () => {
    const both = route(only("web-canary"), weighed(90, 10));
    assert.deepEqual(risingBackends(both, both), []);
    assert.deepEqual(risingBackends(ingress("web-canary", "10"), ingress("web-canary", "20")), []);
    assert.deepEqual(risingBackends(ingress("web-stable"), ingress("web-stable")), []);
  });
});
