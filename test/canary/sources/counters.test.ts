import assert from "node:assert/strict";
import fc from "fast-check";
import { growth } from "../../../canary/sources/counters.ts";

const samples = (values: Record<string, number>) =>
  Object.entries(values).map(([series, value]) => ({ series, value }));

describe("the growth of counters", () => {
  const first = growth(undefined, samples({ a: 100, b: 7 }));

  it("is nothing at the first look: what was counted before is not this step's", () => {
    assert.equal(first.grown, 0);
  });

  it("is the sum of the differences, and a series that is new began at 0", () => {
    assert.equal(growth(first.counters, samples({ a: 103, b: 7, c: 5 })).grown, 8);
  });

  it("counts from 0 where a pod was restarted", () => {
    assert.equal(growth(first.counters, samples({ a: 4, b: 9 })).grown, 6);
  });

  it("is nothing where a sum lost one of its pods, until it is above what it was", () => {
    const fallen = growth(first.counters, samples({ a: 80, b: 7 }));
    assert.equal(fallen.grown, 0);
    assert.equal(growth(fallen.counters, samples({ a: 99, b: 7 })).grown, 0);
    assert.equal(growth(fallen.counters, samples({ a: 104, b: 7 })).grown, 4);
  });

  it("counts nothing twice where two Prometheus answer in turn, one of them with an older scrape", () => {
    let state = growth(undefined, samples({ a: 100 }));
    let sum = 0;
    for (const value of [120, 110, 130, 120, 120, 140, 130, 150]) {
      state = growth(state.counters, samples({ a: value }));
      sum += state.grown;
    }
    assert.equal(sum, 50);
  });

  it("remembers a series that is gone for a while", () => {
    const without = growth(first.counters, samples({ b: 8 }));
    assert.equal(without.grown, 1);
    assert.equal(growth(without.counters, samples({ a: 101, b: 8 })).grown, 1);
  });

  it("adds up to what was counted, however often it is looked at", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1000)), (steps) => {
        let state = growth(undefined, samples({ a: 12 }));
        let [value, sum] = [12, 0];
        for (const step of steps) {
          value += step;
          state = growth(state.counters, samples({ a: value }));
          sum += state.grown;
        }
        assert.equal(sum, value - 12);
      }),
    );
  });
});
