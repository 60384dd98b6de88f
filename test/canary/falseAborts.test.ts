import assert from "node:assert/strict";
import { chance, countsStream, judged } from "../../bench/canaryStreams.ts";
import { countsJudge } from "../../canary/judges/counts.ts";
import { counts, goodCanaries } from "./simulated.ts";

/** A few of what test/slow/canary/falseAborts.test.ts and bench/canaryEvidence.ts try by the thousand. */
describe("simulated canaries", function () {
  this.timeout(120_000);

  it("are aborted in at most 1 of 100 steps while they are good, and pass where there is enough to see", () => {
    const runs = goodCanaries(4, [1, 10, 50], [10]);
    const bad = runs.filter(({ ended }) => ended.verdict === "bad");
    assert.ok(bad.length <= runs.length / 100, JSON.stringify(bad));
    const seen = runs.filter(({ name }) => /no errors|0\.05 %/.test(name));
    assert.ok(seen.length > 0 && seen.every(({ ended }) => ended.verdict === "good"));
  });

  it("are aborted within 5 looks that fail 20 of 100 requests, at 10 % of 200 requests a second, with few hurt", () => {
    const errors = () => ({ canary: 0.2, stable: 0.001 });
    const endings = Array.from({ length: 100 }, (_, seed) =>
      judged(countsJudge(counts), countsStream(chance(seed), { rate: 200, weight: 10, errors }, { seconds: 60 })),
    );
    assert.ok(endings.every(({ verdict }) => verdict === "bad"));
    const soon = endings.filter(({ looks }) => looks <= 5).length;
    assert.ok(soon >= 0.95 * endings.length, `${soon} of ${endings.length}`);
    const most = Math.max(...endings.map(({ hurt }) => hurt));
    assert.ok(most <= 50, `${most} requests hurt`);
    // Of all requests until then: a fiftieth, as any 20 % of 10 % are, for 5 s.
    const share = Math.max(...endings.map(({ hurt, seconds }) => hurt / (200 * seconds)));
    assert.ok(share <= 0.05, `${share}`);
  });

  it("are aborted by what comes late, too: a leak, a cache that is full", () => {
    const errors = (second: number) => ({ canary: second < 240 ? 0.001 : 0.2, stable: 0.001 });
    for (let seed = 0; seed < 10; seed++) {
      const ended = judged(countsJudge(counts), countsStream(chance(seed), { rate: 200, weight: 10, errors }));
      assert.equal(ended.verdict, "bad");
      assert.ok(ended.seconds >= 240 && ended.seconds <= 270, `${ended.seconds} s`);
    }
  });

  it("are neither good nor bad where the stable track, or the canary, has no requests", () => {
    for (const weight of [0, 100]) {
      const errors = () => ({ canary: 0.5, stable: 0 });
      const { verdict } = judged(countsJudge(counts), countsStream(chance(1), { rate: 200, weight, errors }));
      assert.equal(verdict, "unsure", `weight ${weight}`);
    }
  });
});
