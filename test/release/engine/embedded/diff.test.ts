import assert from "node:assert/strict";
import fc from "fast-check";
import { differences, propertyChange } from "../../../../release/engine/embedded/diff.ts";
import { equal, makeSecret } from "../../../../release/engine/embedded/propertyValue.ts";
import type { PropertyMap, PropertyValue } from "../../../../release/engine/embedded/propertyValue.ts";
import { covers, formatPath, ignoreChanges, parsePath } from "../../../../release/engine/embedded/propertyPath.ts";

function changes(before: PropertyMap, after: PropertyMap): ReturnType<typeof propertyChange>[] {
  return differences(before, after).map(propertyChange);
}

describe("A property-level difference", () => {
  it("names the smallest places that differ", () => {
    const before = {
      spec: { replicas: 2, containers: [{ image: "web:v1", name: "web" }] },
      metadata: { labels: { "a.b/c": "1" } },
    };
    const after = {
      spec: { containers: [{ image: "web:v2", name: "web" }, { name: "side" }] },
      metadata: { labels: { "a.b/c": "2" } },
    };
    assert.deepEqual(changes(before, after), [
      { path: 'metadata.labels["a.b/c"]', before: "1", after: "2" },
      { path: "spec.containers[0].image", before: "web:v1", after: "web:v2" },
      { path: "spec.containers[1]", after: '{"name":"side"}' },
      { path: "spec.replicas", before: "2" },
    ]);
  });

  it("shows secrets as [secret], and that a value became one not at all", () => {
    assert.deepEqual(changes({ data: makeSecret({ a: "1" }) }, { data: makeSecret({ a: "2" }) }), [
      { path: "data", before: "[secret]", after: "[secret]" },
    ]);
    assert.deepEqual(changes({ data: { a: "1" } }, { data: makeSecret({ a: "1" }) }), []);
  });

  it("is empty exactly for equal values", () => {
    const value = fc.jsonValue() as fc.Arbitrary<PropertyValue>;
    fc.assert(
      fc.property(value, value, (a, b) => {
        assert.equal(differences(a, b).length === 0, equal(a, b));
        assert.deepEqual(differences(a, structuredClone(a)), []);
      }),
    );
  });
});

describe("A property path", () => {
  it("is read as Pulumi writes it", () => {
    assert.deepEqual(parsePath('spec.template.containers[0].env["A.B"]'), [
      "spec",
      "template",
      "containers",
      "0",
      "env",
      "A.B",
    ]);
    assert.deepEqual(parsePath("spec.containers[*].image"), ["spec", "containers", "*", "image"]);
  });

  it("comes back from its parts, whatever they are", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string({ minLength: 1 }), fc.nat(99)), { minLength: 1 }), (parts) => {
        assert.deepEqual(parsePath(formatPath(parts)), parts.map(String));
      }),
    );
  });

  it("covers what lies below it, a star any part", () => {
    assert.ok(covers(["spec", "*", "image"], ["spec", 3, "image", "tag"]));
    assert.ok(!covers(["spec", "image"], ["spec"]));
  });
});

describe("ignoreChanges", () => {
  it("keeps a value, an addition and a removal as they were", () => {
    const old = { spec: { replicas: 5, paused: true, list: [{ image: "a", x: 1 }] } };
    const inputs = { spec: { replicas: 2, added: 1, list: [{ image: "b", x: 2 }] } };
    assert.deepEqual(ignoreChanges(inputs, old, ["spec.replicas", "spec.paused", "spec.added", "spec.list[*].image"]), {
      spec: { replicas: 5, paused: true, list: [{ image: "a", x: 2 }] },
    });
  });
});
