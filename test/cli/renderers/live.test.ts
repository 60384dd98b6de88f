import assert from "node:assert/strict";
import { frame, liveRenderer } from "../../../cli/renderers/live.ts";
import { plainStyle } from "../../../cli/renderers/style.ts";
import { crash, rollout, swap } from "./fixtures.ts";

describe("live output", () => {
  it("shows the phase, each service and the swap of its pods", () => {
    assert.deepEqual(frame({ name: "roll out", startedAt: 0 }, [rollout(4, {}, swap)], plainStyle, 4000), [
      "⠋ roll out  4.0 s",
      "    website  1/3 new available, 2 old  4.0 s of 2 min",
      "      new  ● x2x7f available  ◔ 9k2lm pulling image",
      "      old  ◌ a1b2c terminating",
    ]);
  });

  it("shows nothing between phases", () => {
    assert.deepEqual(frame(undefined, [rollout(4)], plainStyle, 0), []);
  });

  it("keeps every line within the terminal's width, and gives the cursor back", () => {
    let text = "";
    const renderer = liveRenderer({ write: (part) => (text += part), columns: () => 40, rows: () => 24 }, plainStyle);
    renderer.event({ type: "phase", at: Date.now(), phase: "roll out", state: "started" });
    renderer.event(rollout(2, crash, swap));
    renderer.event({ type: "phase", at: Date.now(), phase: "roll out", state: "started" });
    const drawn = text.split("\n").filter((line) => line.includes("website"));
    assert.ok(drawn.length > 0);
    for (const line of drawn) assert.ok(line.length <= 40, line);
    renderer.end();
    assert.ok(text.endsWith("\u001b[?25h"));
  });
});
