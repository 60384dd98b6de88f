import assert from "node:assert/strict";
import fc from "fast-check";
import { byDependency, dependencyCycles } from "../../../components/config/order.ts";

/** Services that depend only on earlier ones, in a shuffled order. */
const acyclic = fc
  .array(fc.array(fc.nat(20), { maxLength: 4 }), { minLength: 1, maxLength: 20 })
  .map((all) =>
    all.map((indices, own) => ({
      name: `s${own}`,
      dependsOn: indices.filter((index) => index < own).map((index) => `s${index}`),
    })),
  )
  .chain((services) => fc.shuffledSubarray(services, { minLength: services.length }));

describe("byDependency", () => {
  it("puts every service after all it depends on, and loses none", () => {
    fc.assert(
      fc.property(acyclic, (services) => {
        const names = byDependency(services).map(({ name }) => name);
        assert.deepEqual(new Set(names), new Set(services.map(({ name }) => name)));
        assert.equal(names.length, services.length);
        for (const { name, dependsOn } of services) {
          for (const earlier of dependsOn) assert.ok(names.indexOf(earlier) < names.indexOf(name));
        }
        assert.deepEqual(dependencyCycles(services), []);
      }),
    );
  });

  it("finds a circle, also one of a service that waits for itself", () => {
    assert.deepEqual(dependencyCycles([{ name: "a", dependsOn: ["a"] }]), [["a", "a"]]);
    const services = [
      { name: "a", dependsOn: ["b"] },
      { name: "b", dependsOn: ["c"] },
      { name: "c", dependsOn: ["b"] },
    ];
    assert.deepEqual(dependencyCycles(services), [["b", "c", "b"]]);
  });
});
