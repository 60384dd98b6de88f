import assert from "node:assert/strict";
import fc from "fast-check";
import { parameterChanges } from "../../parameters/parameterChanges.ts";
import { parametersHash, sameParameters, type ServiceParameters } from "../../parameters/serviceParameters.ts";
import { parameters } from "../release/builders.ts";

const leaf = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null));
const block = fc.dictionary(
  fc.string({ minLength: 1 }),
  fc.oneof(leaf, fc.array(leaf), fc.dictionary(fc.string(), leaf)),
);
const anyParameters: fc.Arbitrary<ServiceParameters> = fc.record({
  basic: block,
  release: block.map((release) => ({ ...release, version: "v1" })),
  secrets: fc.dictionary(fc.string(), fc.string()),
});

function turnedAround(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]) => [key, turnedAround(inner)]),
  );
}

describe("the parameters of a service", () => {
  it("are the same whatever the order of their keys", () => {
    fc.assert(
      fc.property(anyParameters, (some) => {
        const other = turnedAround(some) as ServiceParameters;
        assert.equal(sameParameters(some, other), true);
        assert.equal(parametersHash(some), parametersHash(other));
        assert.deepEqual(parameterChanges(some, other), []);
      }),
    );
  });

  it("have a hash that differs wherever they differ", () => {
    fc.assert(
      fc.property(anyParameters, anyParameters, (one, two) => {
        assert.equal(parametersHash(one) === parametersHash(two), sameParameters(one, two));
      }),
    );
  });

  it("differ leaf by leaf, in path order, secrets unseen", () => {
    const before = { ...parameters("v1", { env: { A: "1" }, replicas: 2 }), secrets: { password: "v1:abc" } };
    const after = { ...parameters("v2", { env: { A: "1", B: "2" } }), secrets: { password: "v1:xyz" } };
    assert.deepEqual(parameterChanges(before, after), [
      { path: "basic.env.B", after: "2" },
      { path: "basic.replicas", before: "2" },
      { path: "release.version", before: "v1", after: "v2" },
      { path: "secrets.password", before: "[secret]", after: "[secret]" },
    ]);
  });
});
