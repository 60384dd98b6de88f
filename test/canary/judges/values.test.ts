import assert from "node:assert/strict";
import { valuesJudge, type ValuesOptions } from "../../../canary/judges/values.ts";

const options: ValuesOptions = { tolerate: 1.2, odds: 100, minimum: 10, since: 0, span: 10 };

/** So many looks, one each 10 s, at the same figures. */
function looks(judge: ReturnType<typeof valuesJudge>, count: number, figures: { canary?: number; stable?: number }) {
  return Array.from({ length: count }, (_, index) => judge({ at: (index + 1) * 10_000, ...figures }));
}

describe("judging a figure of a canary", () => {
  it("finds it bad that is above in look after look, how far does not count", () => {
    const found = looks(valuesJudge(options), 14, { canary: 0.25, stable: 0.2 });
    const first = found.findIndex(({ verdict }) => verdict === "bad");
    assert.equal(
      found[first]?.message,
      "canary 0.25, stable 0.2; above 1.2 times the stable's in 10 of 10 looks; odds 150 to 1 that it is worse",
    );
    const far = looks(valuesJudge(options), 14, { canary: 25, stable: 0.2 });
    assert.equal(
      far.findIndex(({ verdict }) => verdict === "bad"),
      first,
    );
  });

  it("lets one pass that is within what is tolerated, after the least number of looks", () => {
    const found = looks(valuesJudge(options), 10, { canary: 0.23, stable: 0.2 });
    assert.equal(
      found[8]?.message,
      "canary 0.23, stable 0.2; above 1.2 times the stable's in 0 of 9 looks; 1 look more needed",
    );
    assert.deepEqual(
      found.map(({ verdict }) => verdict),
      [...Array.from({ length: 9 }, () => "unsure"), "good"],
    );
    assert.equal(
      found[9]?.message,
      "canary 0.23, stable 0.2; above 1.2 times the stable's in 0 of 10 looks; no sign that it is worse",
    );
  });

  it("has no pass where one side has no figure, or none that is a number", () => {
    for (const figures of [
      { canary: 0.2 },
      { stable: 0.2 },
      {},
      { canary: Number.NaN, stable: 0.2 },
      { canary: 0.2, stable: Infinity },
    ]) {
      const found = looks(valuesJudge(options), 100, figures);
      assert.deepEqual([...new Set(found.map(({ verdict }) => verdict))], ["unsure"], JSON.stringify(figures));
    }
  });

  it("does not let one pass whose last look could not be read", () => {
    const judge = valuesJudge(options);
    looks(judge, 20, { canary: 0.2, stable: 0.2 });
    const { verdict, message } = judge({ at: 210_000, canary: 0.2, trouble: "no value of the stable" });
    assert.equal(verdict, "unsure");
    assert.equal(message, "canary 0.2; above 1.2 times the stable's in 0 of 20 looks; no value of the stable");
  });

  it("counts no look that shares its time with the one before, nor with the time before the step", () => {
    const judge = valuesJudge({ ...options, span: 60 });
    for (let second = 10; second <= 600; second += 10) judge({ at: second * 1000, canary: 1, stable: 0.1 });
    assert.match(judge({ at: 601_000, canary: 1, stable: 0.1 }).message, /in 10 of 10 looks/);
  });

  it("holds it against a constant where one is given", () => {
    const judge = valuesJudge({ ...options, tolerate: 1, max: 0.5 });
    const found = looks(judge, 20, { canary: 0.6 }).find(({ verdict }) => verdict === "bad");
    assert.equal(found?.message, "canary 0.6; above 0.5 in 10 of 10 looks; odds 150 to 1 that it is worse");
    assert.equal(looks(valuesJudge({ ...options, max: 0.5 }), 10, { canary: 0.5 }).at(-1)?.verdict, "good");
  });
});
