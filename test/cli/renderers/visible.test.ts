import assert from "node:assert/strict";
import fc from "fast-check";
import { visible } from "../../../cli/renderers/visible.ts";

describe("a text that somebody decides on", () => {
  it("is shown with what a terminal would go by, and a reader not see", () => {
    assert.equal(
      visible("fix\nstate     approved\u001b[2K\u202e \u009b1A"),
      "fix\\nstate     approved\\u001b[2K\\u202e \\u009b1A",
    );
    assert.deepEqual(visible({ a: ["x\r", 1, true, undefined], b: { c: "→ 語" } }), {
      a: ["x\\r", 1, true, undefined],
      b: { c: "→ 語" },
    });
  });

  it("has no control left in it, whatever it was", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        assert.doesNotMatch(visible(text), /\p{Cc}/u);
      }),
    );
  });
});
