import assert from "node:assert/strict";
import fc from "fast-check";
import type { Service } from "../../../components/config/stackConfig.ts";
import { canaryReplicas, isLeaving, mostCanaryPods, reachedWeight } from "../../../components/objects/canaryPods.ts";
import { deployment } from "../../../components/objects/deployment.ts";
import { website } from "../support.ts";

const route = { gateway: "main", hosts: ["www.example"] };
const at = (weight: number, more: object = {}) => ({ version: "v1", canary: { version: "v2", weight, ...more } });
/** `[pods, share]` */
const of = (service: Service) => [canaryReplicas(service), reachedWeight(service)];

describe("the pods of a canary", () => {
  it("take its share of what the stable ones take, where routes weigh: never twice as many", () => {
    const weighed = (replicas: number, weight: number) => of(website({ route, replicas, canary: {} }, at(weight)));
    assert.deepEqual(weighed(10, 25), [3, 25]);
    assert.deepEqual(weighed(10, 99), [10, 99]);
    assert.deepEqual(weighed(50, 14), [7, 14]);
    // Nobody is led there but who is named: `canary.first`.
    assert.deepEqual(weighed(3, 0), [1, 0]);
  });

  it("are two at least beside four stable ones, so that a drain leaves one of them", () => {
    const weighed = (replicas: number, weight: number) => of(website({ route, replicas, canary: {} }, at(weight)));
    assert.deepEqual(weighed(3, 10), [1, 10]);
    assert.deepEqual(weighed(4, 10), [2, 10]);
    assert.deepEqual(weighed(10, 1), [2, 1]);
    assert.deepEqual(of(website({ route, replicas: 4, canary: {} }, at(10, { replicas: 1 }))), [1, 10]);
  });

  it("are its share, as near as pods come, where they are counted", () => {
    const counted = (replicas: number, canary: object) =>
      of(website({ replicas }, { version: "v1", canary: { version: "v2", ...canary } }));
    assert.deepEqual(counted(9, { weight: 10 }), [1, 10]);
    assert.deepEqual(counted(2, { weight: 1 }), [1, 33.3]);
    assert.deepEqual(counted(2, { weight: 50 }), [2, 50]);
    assert.deepEqual(counted(3, { replicas: 3 }), [3, 50]);
    assert.deepEqual(counted(3, { weight: 0 }), [0, 0]);
  });

  it("stay as many as its last step asked for until the routes lead elsewhere", () => {
    const service = website({ route, replicas: 10, canary: {} }, at(0, { step: 2 }));
    assert.deepEqual(of(service), [5, 0]);
    assert.equal(isLeaving(service), true);
    assert.equal(isLeaving(website({ route, canary: {} }, at(0))), false);
  });

  it("are none without a canary", () => {
    assert.deepEqual(of(website({ route, canary: {} })), [0, 0]);
  });
});

describe("whatever weight is asked for, of whatever service", () => {
  const declared = fc.record({
    replicas: fc.integer({ min: 1, max: 500 }),
    weight: fc.integer({ min: 0, max: 99 }),
    step: fc.option(fc.integer({ min: 1, max: 2 }), { nil: undefined }),
    scaled: fc.boolean(),
    routed: fc.boolean(),
    canary: fc.constantFrom({}, undefined),
  });

  it("the stable pods stay all there, the share is from 0 to 100 percent, and no step asks for fewer pods", () => {
    fc.assert(
      fc.property(declared, ({ replicas, weight, step, scaled, routed, canary }) => {
        const basic = {
          replicas,
          canary,
          ...(routed ? { route } : {}),
          ...(scaled ? { autoscaling: { min: replicas, max: 2 * replicas, cpu: 70 } } : {}),
        };
        const service = website(basic, at(weight, step === undefined ? {} : { step }));
        const alone = website(basic);
        assert.equal(deployment(service, {}).spec.replicas, deployment(alone, {}).spec.replicas);

        const [pods, reached] = [canaryReplicas(service), reachedWeight(service)];
        assert.ok(reached >= 0 && reached <= 100, `${reached} percent`);
        assert.ok(mostCanaryPods(service) >= pods);
        if (routed) assert.equal(reached, weight);
        if (!routed || canary === undefined) return;
        assert.ok(pods >= 1 && pods <= replicas, `${pods} of ${replicas}`);
        assert.ok(pods * 100 >= replicas * weight, "fewer pods than the share asks for");
        const next = website(basic, at(Math.min(99, weight + 1)));
        assert.ok(weight === 0 || canaryReplicas(next) >= pods);
      }),
      { numRuns: 200 },
    );
  });
});
