import assert from "node:assert/strict";
import { abortedOf, goodCanaries } from "../../canary/simulated.ts";

describe("good canaries by the thousand", function () {
  this.timeout(1_200_000);

  it("are aborted in at most 1 of 100 steps, of each kind, at each weight, however often one looks", () => {
    const [runs, kinds] = [goodCanaries(200, [1, 10, 50], [1, 10]), 2];
    assert.ok(runs.length >= 2000 * kinds);
    const aborted = abortedOf(runs);
    // 200 of each kind: 4 are no more than chance makes of 1 of 100.
    const more = Object.entries(aborted).filter(([, percent]) => percent > 2);
    assert.deepEqual(more, []);
    const bad = runs.filter(({ ended }) => ended.verdict === "bad").length;
    assert.ok(bad <= runs.length / 100, `${bad} of ${runs.length}`);
  });
});
