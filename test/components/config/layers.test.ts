import assert from "node:assert/strict";
import fc from "fast-check";
import type { PlainObject } from "../../../components/config/layers.ts";
import { mergeLayers } from "../../../components/config/layers.ts";

const layer = fc.dictionary(
  fc.constantFrom("a", "b", "c"),
  fc.oneof(
    fc.nat(),
    fc.constant(null),
    fc.array(fc.nat()),
    fc.dictionary(fc.constantFrom("x", "y"), fc.nat(), { noNullPrototype: true }),
  ),
  { noNullPrototype: true },
);

describe("mergeLayers", () => {
  it("merges objects, replaces lists and values, and takes away what is null", () => {
    const template = { replicas: 2, probes: { readiness: { period: "1s" }, liveness: {} }, hosts: ["a", "b"] };
    const basic = { replicas: 3, probes: { liveness: null, readiness: { timeout: "2s" } }, hosts: ["c"] };
    assert.deepEqual(mergeLayers(template, basic), {
      replicas: 3,
      probes: { readiness: { period: "1s", timeout: "2s" } },
      hosts: ["c"],
    });
  });

  it("lets one way to ask take the place of another", () => {
    const merged = mergeLayers({ budget: { maxUnavailable: 1 } }, { budget: { minAvailable: 2 } });
    assert.deepEqual(merged, { budget: { minAvailable: 2 } });
    const route = { path: "/", gateway: "main", hosts: ["a"] };
    assert.deepEqual(mergeLayers({ route }, { route: { gateways: ["main", "main-v6"], paths: [] } }), {
      route: { gateways: ["main", "main-v6"], hosts: ["a"], paths: [] },
    });
  });

  it("lets a check of a canary ask something else, whatever it is called", () => {
    const canary = (check: object) => ({ canary: { analysis: { answers: check } } });
    const asked = mergeLayers(canary({ http: { path: "/" }, tolerate: 2 }), canary({ job: { command: ["/smoke"] } }));
    assert.deepEqual(asked, canary({ job: { command: ["/smoke"] }, tolerate: 2 }));
    const bounded = mergeLayers(canary({ http: { path: "/" }, tolerate: 2 }), canary({ max: 5 }));
    assert.deepEqual(bounded, canary({ http: { path: "/" }, max: 5 }));
  });

  it("does so in probes and budget only: a port or variable of such a name is like any other", () => {
    const template = { ports: { http: { container: 8080 } }, env: { exec: "a", maxUnavailable: "b" } };
    const basic = { ports: { grpc: { container: 9090 } }, env: { tcp: "c", minAvailable: "d" } };
    assert.deepEqual(mergeLayers(template, basic), {
      ports: { http: { container: 8080 }, grpc: { container: 9090 } },
      env: { exec: "a", maxUnavailable: "b", tcp: "c", minAvailable: "d" },
    });
  });

  it("keeps what the later layer says, and never changes the earlier one", () => {
    fc.assert(
      fc.property(layer, layer, (earlier, later) => {
        const before = structuredClone(earlier);
        const merged = mergeLayers(earlier, later);
        assert.deepEqual(earlier, before);
        for (const [key, value] of Object.entries(later)) {
          if (value === null) assert.ok(!(key in merged));
          else if (typeof value !== "object" || Array.isArray(value)) assert.deepEqual(merged[key], value);
          else for (const inner of Object.keys(value)) assert.equal((merged[key] as PlainObject)[inner], value[inner]);
        }
        for (const key of Object.keys(earlier)) if (!(key in later)) assert.equal(merged[key], earlier[key]);
      }),
    );
  });
});
