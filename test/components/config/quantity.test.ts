import assert from "node:assert/strict";
import fc from "fast-check";
import { parseQuantity } from "../../../components/config/quantity.ts";

describe("parseQuantity", () => {
  it("reads quantities as Kubernetes does", () => {
    const read = ["100m", "2", "0.5", "128Mi", "1G", "1e3", "1E", "12e-1", ".5"].map(parseQuantity);
    assert.deepEqual(read, [0.1, 2, 0.5, 134217728, 1e9, 1000, 1e18, 1.2000000000000002, 0.5]);
  });

  it("reads nothing else", () => {
    const read = ["", "a lot", "1 Gi", "-1", "1GB", "1mi", "m", "1Mi2"].map(parseQuantity);
    assert.deepEqual(new Set(read), new Set([undefined]));
  });

  it("keeps the order of numbers under each suffix", () => {
    fc.assert(
      fc.property(fc.nat(1e6), fc.nat(1e6), fc.constantFrom("", "m", "k", "Mi", "Gi"), (a, b, suffix) => {
        const [first, second] = [parseQuantity(`${a}${suffix}`)!, parseQuantity(`${b}${suffix}`)!];
        assert.equal(Math.sign(first - second), Math.sign(a - b));
      }),
    );
  });
});
