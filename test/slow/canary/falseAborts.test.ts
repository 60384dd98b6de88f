import assert from "node:assert/strict";
import { abortedOf, goodCanaries } from "../../canary/simulated.ts";

describe("good canaries by the thousand", function () {
  this.timeout(1_200_000);

  it("are aborted in at most 1 of 100 steps, of each kind, at each weight, however often one looks", () => {
    const runs = goodCanaries(100, [1, 10, 50], [1, 10]);
    // Of 100 of a kind: 3 are no more than chance makes of 1 of 100.
    const more = Object.entries(abortedOf(runs)).filter(([, percent]) => percent > 3);
    assert.deepEqual(more, []);
    const bad = runs.filter(({ ended }) => ended.verdict === "bad").length;
    assert.ok(bad <= runs.length / 100, `${bad} of ${runs.length}`);
  });
});
