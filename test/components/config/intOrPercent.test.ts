import assert from "node:assert/strict";
import fc from "fast-check";
import type { IntOrPercent } from "../../../components/config/intOrPercent.ts";
import { evictablePods, surgePods, unavailablePods } from "../../../components/config/intOrPercent.ts";

const percent = fc.nat(100).map((share): IntOrPercent => `${share}%`);
const intOrPercent = fc.oneof(fc.nat(20), percent);
const replicas = fc.integer({ min: 1, max: 100 });

describe("maxSurge and maxUnavailable", () => {
  it("resolve as Kubernetes resolves them: surge up, unavailable down", () => {
    assert.deepEqual([surgePods("25%", 3), surgePods("25%", 4), surgePods(2, 1)], [1, 1, 2]);
    assert.deepEqual([unavailablePods("25%", 1, 3), unavailablePods("50%", 1, 3), unavailablePods(5, 1, 3)], [0, 1, 3]);
    assert.deepEqual([evictablePods("10%", 3), evictablePods(0, 3)], [1, 0]);
  });

  it("make 1 pod unavailable where both resolve to 0, or the rollout could not move", () => {
    assert.equal(unavailablePods(0, 0, 3), 1);
    assert.equal(unavailablePods("10%", "0%", 3), 1);
  });

  it("never round a share of the surge down, nor of the unavailable up", () => {
    fc.assert(
      fc.property(fc.nat(100), replicas, (share, count) => {
        const exact = (share * count) / 100;
        const surge = surgePods(`${share}%`, count);
        assert.ok(surge >= exact && surge < exact + 1);
        const unavailable = unavailablePods(`${share}%`, 1, count);
        assert.ok(unavailable <= exact && unavailable > exact - 1);
      }),
    );
  });

  it("always let a rollout move, and never take away more pods than there are", () => {
    fc.assert(
      fc.property(intOrPercent, intOrPercent, replicas, (maxSurge, maxUnavailable, count) => {
        const unavailable = unavailablePods(maxUnavailable, maxSurge, count);
        assert.ok(surgePods(maxSurge, count) + unavailable > 0);
        assert.ok(unavailable <= count);
      }),
    );
  });
});
