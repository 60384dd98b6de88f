import assert from "node:assert/strict";
import { defaultLimits } from "../../rollout/limits.ts";
import { limitsOf, outwaited } from "../../rollout/patience.ts";
import { deployment, rollout } from "./builders.ts";

function patience(text: string) {
  return limitsOf(rollout({ deployment: deployment({ annotations: { "releases/patience": text } }) }), 300);
}

describe("the patience of a rollout", () => {
  it("is the default, and what the Deployment says", () => {
    assert.deepEqual(limitsOf(rollout(), 300), defaultLimits);
    assert.deepEqual(patience('{"image":120,"crashes":3}'), { ...defaultLimits, image: 120, crashes: 3 });
  });

  it("takes nothing that is none", () => {
    for (const text of ["", "null", "[]", "no JSON", '{"pull":"long","crashes":-1,"deadlineSeconds":1,"other":1}'])
      assert.deepEqual(patience(text), defaultLimits, text);
  });

  it("is told in the verdict, by the parameter's name", () => {
    const context = { limits: { ...defaultLimits, schedule: 30, image: 0 }, timeOver: false };
    assert.equal(outwaited(context, "schedule", 29), undefined);
    assert.equal(outwaited(context, "schedule", 30), " (waited 30 s; rollout.patience.schedule allows 30 s)");
    assert.equal(outwaited(context, "image", 0), " (rollout.patience.image allows no waiting)");
    assert.equal(outwaited({ ...context, timeOver: true }, "schedule", 12), " (waited 12 s)");
    assert.equal(outwaited({ ...context, timeOver: true }, "schedule", 0), "");
  });
});
