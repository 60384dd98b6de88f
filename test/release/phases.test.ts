import assert from "node:assert/strict";
import type { ReleaseEvent } from "../../release/events.ts";
import { startPhases } from "../../release/phases.ts";

describe("the phases of a release", () => {
  it("tell their start and end, and turn into one another within one piece of work", async () => {
    const told: string[] = [];
    const phases = startPhases((event: ReleaseEvent) => {
      if (event.type === "phase")
        told.push(`${event.phase} ${event.state}${event.message === undefined ? "" : `: ${event.message}`}`);
    });
    await phases.run("check", () => Promise.resolve());
    await phases.run(
      "apply",
      () => {
        phases.turn("roll out");
        phases.turn("roll out");
        return Promise.resolve("doomed");
      },
      (result) => result,
    );
    await assert.rejects(
      phases.run("record", () => Promise.reject(new Error("no answer"))),
      { message: "no answer" },
    );
    assert.deepEqual(told, [
      "check started",
      "check done",
      "apply started",
      "apply done",
      "roll out started",
      "roll out failed: doomed",
      "record started",
      "record failed: no answer",
    ]);
    assert.deepEqual(
      phases.times.map(({ phase }) => phase),
      ["check", "apply", "roll out", "record"],
    );
  });
});
