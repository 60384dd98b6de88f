import assert from "node:assert/strict";
import * as fc from "fast-check";
import type { CanaryFigure } from "../../../records/canary.ts";
import { decide, type HeldStep } from "../../../release/canary/decide.ts";

const figure = (verdict: CanaryFigure["verdict"], message = `${verdict} so far`): CanaryFigure => ({
  service: "web",
  check: "errors",
  verdict,
  message,
});

const step: HeldStep = {
  stood: 300,
  pause: 300,
  patience: 600,
  inconclusive: "hold",
  figures: [figure("good")],
  inHours: true,
  paused: false,
};

describe("what becomes of a canary's step", () => {
  it("goes on once its pause is over and nothing speaks against it", () => {
    assert.deepEqual(decide(step), { do: "go", why: "web: good so far" });
    assert.deepEqual(decide({ ...step, figures: [] }), { do: "go", why: "nothing speaks against it" });
  });

  it("waits until its pause is over", () => {
    assert.deepEqual(decide({ ...step, stood: 239.2 }), { do: "wait", why: "1m1s to go" });
  });

  it("aborts at once where a check is bad, whatever the pause says", () => {
    const figures = [figure("good"), figure("bad", "canary 38 of 190 (20 %)")];
    for (const pause of [300, "manual"] as const) {
      assert.deepEqual(decide({ ...step, stood: 2, pause, figures }), {
        do: "abort",
        why: "web: canary 38 of 190 (20 %)",
      });
    }
  });

  it("waits past its pause where the evidence is not enough, then does what was said", () => {
    const unsure = { ...step, figures: [figure("unsure", "12 of 50 requests")] };
    const why = "not enough evidence: web: 12 of 50 requests";
    assert.deepEqual(decide({ ...unsure, stood: 899 }), { do: "wait", why });
    assert.deepEqual(decide({ ...unsure, stood: 900 }), { do: "stand", why, inconclusive: true });
    assert.deepEqual(decide({ ...unsure, stood: 900, inconclusive: "abort" }), { do: "abort", why });
  });

  it("stands for a person where the step says so, once the evidence is good", () => {
    assert.deepEqual(decide({ ...step, stood: 0, pause: "manual" }), {
      do: "stand",
      why: "this step waits for a person",
    });
    const early = decide({ ...step, stood: 0, pause: "manual", figures: [figure("unsure")] });
    assert.equal(early.do, "wait");
  });

  it("takes no step while it is paused, and is aborted all the same where it is bad", () => {
    assert.deepEqual(decide({ ...step, paused: true }), {
      do: "stand",
      why: "it is paused: release canary resume goes on",
    });
    assert.equal(decide({ ...step, paused: true, figures: [figure("bad")] }).do, "abort");
  });

  it("takes no step outside of the hours", () => {
    assert.deepEqual(decide({ ...step, inHours: false }), {
      do: "wait",
      why: "outside the hours in which steps are taken",
    });
  });

  it("never goes on while a check is bad or unsure", () => {
    const verdict = fc.constantFrom("good", "bad", "unsure");
    fc.assert(
      fc.property(
        fc.array(verdict, { minLength: 1 }),
        fc.nat(2000),
        fc.oneof(fc.nat(1000), fc.constant("manual" as const)),
        fc.boolean(),
        (verdicts, stood, pause, inHours) => {
          const decision = decide({ ...step, stood, pause, inHours, figures: verdicts.map((one) => figure(one)) });
          if (decision.do !== "go") return;
          assert.ok(verdicts.every((one) => one === "good"));
          assert.ok(inHours && pause !== "manual" && stood >= pause);
        },
      ),
    );
  });
});
