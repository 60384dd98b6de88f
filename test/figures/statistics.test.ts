import assert from "node:assert/strict";
import fc from "fast-check";
import { median } from "../../figures/statistics.ts";

describe("the median", () => {
  it("is the value in the middle, of an even number the mean of the two", () => {
    assert.equal(median([3, 1, 2]), 2);
    assert.equal(median([4, 1, 3, 2]), 2.5);
    assert.equal(median([]), undefined);
  });

  it("has as many values below as above, in whatever order they come", () => {
    const values = fc.array(fc.integer({ min: 0, max: 1e9 }), { minLength: 1 });
    fc.assert(
      fc.property(values, (all) => {
        const middle = median(all) ?? Number.NaN;
        assert.equal(median(all.toReversed()), middle);
        assert.ok(all.filter((value) => value < middle).length <= all.length / 2);
        assert.ok(all.filter((value) => value > middle).length <= all.length / 2);
      }),
    );
  });
});
