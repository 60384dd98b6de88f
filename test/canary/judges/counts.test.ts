import assert from "node:assert/strict";
import { countsJudge, type CountsOptions } from "../../../canary/judges/counts.ts";

const options: CountsOptions = { tolerate: 1.5, floor: 0.001, odds: 100, minimum: 50, since: 0 };
const counts = (all: number, bad = 0) => ({ bad, all });

describe("judging the errors of a canary", () => {
  it("is unsure while too few requests are seen, of either track, and says how many more are needed", () => {
    const judge = countsJudge(options);
    assert.deepEqual(
      judge({ at: 0, canary: counts(0), stable: counts(0) }).message,
      "50 requests more of the canary needed",
    );
    const few = judge({ at: 1000, canary: counts(12), stable: counts(100, 1) });
    assert.deepEqual(
      { verdict: few.verdict, message: few.message },
      {
        verdict: "unsure",
        message: "canary 0 of 12 (0 %), stable 1 of 100 (1 %); 38 requests more of the canary needed",
      },
    );
    const one = countsJudge(options)({ at: 1000, canary: counts(100), stable: counts(49) });
    assert.equal(one.message, "canary 0 of 100 (0 %), stable 0 of 49 (0 %); 1 request more of the stable needed");
    assert.equal(judge({ at: 2000, canary: counts(38), stable: counts(342) }).verdict, "good");
  });

  it("does not let one pass whose last look could not be read, and lets it once it can be", () => {
    const judge = countsJudge(options);
    assert.equal(judge({ at: 1000, canary: counts(100), stable: counts(900) }).verdict, "good");
    const blind = judge({ at: 2000, trouble: "Prometheus is away" });
    assert.equal(blind.verdict, "unsure");
    assert.equal(blind.message, "canary 0 of 100 (0 %), stable 0 of 900 (0 %); Prometheus is away");
    assert.equal(judge({ at: 3000, canary: counts(0), stable: counts(0) }).verdict, "good");
  });

  it("has no pass for numbers that are none", () => {
    for (const odd of [Number.NaN, Infinity]) {
      const judge = countsJudge(options);
      const { verdict } = judge({ at: 1000, canary: counts(100), stable: { bad: odd, all: odd } });
      assert.equal(verdict, "unsure");
      assert.equal(judge({ at: 2000, canary: { bad: 0, all: odd }, stable: counts(900) }).verdict, "good");
    }
  });

  it("does not abort by one second alone in which all on one connection fails", () => {
    const judge = countsJudge(options);
    for (let second = 1; second < 10; second++) judge({ at: second * 1000, canary: counts(20), stable: counts(180) });
    assert.notEqual(judge({ at: 10_000, canary: counts(20, 20), stable: counts(180) }).verdict, "bad");
    for (let second = 11; second < 60; second++) judge({ at: second * 1000, canary: counts(20), stable: counts(180) });
    assert.equal(judge({ at: 60_000, canary: counts(20), stable: counts(180) }).verdict, "good");
  });

  it("neither passes nor aborts a canary that much speaks against", () => {
    const judge = countsJudge({ ...options, minimum: 10 });
    judge({ at: 1000, canary: counts(20, 4), stable: counts(180) });
    const { verdict, message } = judge({ at: 2000, canary: counts(20, 4), stable: counts(180) });
    assert.equal(verdict, "unsure");
    assert.match(message, /; odds \d+ to 1 that it is worse, 100 to 1 are enough$/);
  });

  it("stays with a canary being bad, with the numbers that decided", () => {
    const judge = countsJudge(options);
    const seen = [1, 2, 3, 4, 5].map((second) =>
      judge({ at: second * 1000, canary: counts(20, 10), stable: counts(180) }),
    );
    const found = seen.find(({ verdict }) => verdict === "bad");
    assert.ok(found);
    assert.deepEqual(judge({ at: 9000, canary: counts(10_000), stable: counts(90_000) }), found);
  });

  it("waits for the other track's counters, which may be read later, before it compares", () => {
    const outage = countsJudge(options);
    // Both failed in the same second, and their counters came one after the other.
    for (let second = 1; second < 30; second += 2) {
      outage({ at: second * 1000, canary: counts(20, 6), stable: counts(0) });
      assert.notEqual(outage({ at: second * 1000 + 1000, canary: counts(0), stable: counts(180, 54) }).verdict, "bad");
    }
  });

  it("holds it against a constant where one is given, the stable track or not", () => {
    const judge = countsJudge({ ...options, max: 0.05 });
    const good = judge({ at: 1000, canary: counts(100, 4) });
    assert.equal(good.verdict, "good");
    assert.equal(good.message, "canary 4 of 100 (4 %), at most 5 % is good; no sign that it is worse");
    const bad = [2, 3, 4, 5, 6].map((second) => judge({ at: second * 1000, canary: counts(100, 30) })).at(-1);
    assert.equal(bad?.verdict, "bad");
  });

  it("does not worry below the floor, however few the stable track's errors are", () => {
    const judge = countsJudge({ ...options, floor: 0.05 });
    for (let second = 1; second < 100; second++) {
      assert.notEqual(judge({ at: second * 1000, canary: counts(100, 4), stable: counts(900) }).verdict, "bad");
    }
  });
});
