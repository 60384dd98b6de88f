import assert from "node:assert/strict";
import fc from "fast-check";
import { ratio, summarize } from "../../bench/statistics.ts";

describe("bench statistics", () => {
  it("takes the middle of an odd number of values, and between the two middles of an even one", () => {
    assert.deepEqual(summarize([3, 1, 2]), { median: 2, min: 1, max: 3 });
    assert.deepEqual(summarize([4, 1, 3, 2]), { median: 2.5, min: 1, max: 4 });
  });

  it("has as many values on one side of the median as on the other", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1 }), (values) => {
        const { median, min, max } = summarize(values);
        const below = values.filter((value) => value < median).length;
        const above = values.filter((value) => value > median).length;
        assert.ok(min <= median && median <= max);
        assert.ok(below <= values.length / 2 && above <= values.length / 2);
      }),
    );
  });

  it("refuses to summarize nothing", () => {
    assert.throws(() => summarize([]), new RangeError("no values to summarize"));
  });

  it("compares medians, so that one slow round decides nothing", () => {
    assert.equal(ratio([2, 3, 100], [1, 1.5, 50]), 2);
  });

  it("has no ratio without a baseline", () => {
    assert.equal(ratio([2, 3], []), undefined);
  });
});
