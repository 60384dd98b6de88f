import assert from "node:assert/strict";
import type { CanaryLook } from "../../../canary/check.ts";
import { sparkline, walkLines, weightBar } from "../../../cli/renderers/canary.ts";
import { CanaryBoard } from "../../../cli/renderers/canaryBoard.ts";
import { plainRenderer } from "../../../cli/renderers/plain.ts";
import { plainStyle } from "../../../cli/renderers/style.ts";
import type { CanaryStand } from "../../../records/canary.ts";
import type { CanaryStep } from "../../../release/events.ts";
import { record } from "../../release/builders.ts";

const stand: CanaryStand = {
  service: "website",
  version: "v2",
  step: 1,
  steps: 2,
  weight: 10,
  reached: 10,
  split: "HTTPRoute",
};
const stands: CanaryStep = { type: "canaryStep", at: 0, state: "stands", stands: [stand], pause: 300 };

function look(at: number, bad: number, verdict: "good" | "bad" | "unsure", message: string): CanaryLook {
  return {
    type: "canaryLook",
    at,
    service: "website",
    namespace: "shop",
    check: "errors",
    reading: { at, canary: { bad, all: 20 }, stable: { bad: 0, all: 180 } },
    verdict: { check: "errors", verdict, message },
  };
}

describe("a canary on screen", () => {
  it("is a bar of its share", () => {
    assert.equal(weightBar(0, plainStyle), "□□□□□□□□□□ 0 %");
    assert.equal(weightBar(1, plainStyle), "■□□□□□□□□□ 1 %");
    assert.equal(weightBar(50, plainStyle), "■■■■■□□□□□ 50 %");
  });

  it("has its figures as small charts, with gaps where nothing was read", () => {
    assert.equal(sparkline([0, 1, undefined, 4, 8]), "▁▂ ▅█");
    assert.equal(sparkline([0, 0]), "▁▁");
    assert.equal(sparkline([]), "");
  });

  it("stands live with its time, each check's verdict, and both tracks beside each other", () => {
    const board = new CanaryBoard(plainStyle);
    assert.deepEqual(board.lines(0), []);
    board.step(stands);
    board.look(look(1000, 0, "unsure", "errors: 20 of 50 requests"));
    board.look(look(2000, 4, "unsure", "errors: 40 of 50 requests"));
    assert.deepEqual(board.lines(30_000), [
      "    website v2  ■□□□□□□□□□ 10 %  step 1 of 2, 10 %, by HTTPRoute  30 s of 5 min",
      "      … errors: 40 of 50 requests",
      "        canary ▁█   stable ▁▁",
    ]);
    board.step({ ...stands, state: "decided", decision: "go", why: "" });
    assert.deepEqual(board.lines(31_000), []);
  });

  it("has a line for each verdict in a log, and repeats it only every 10 s", () => {
    let text = "";
    const renderer = plainRenderer((part) => (text += part), plainStyle);
    const why = "errors: canary 4 of 20 (20 %), stable 0 of 180";
    for (const event of [
      stands,
      look(1000, 0, "unsure", "errors: 20 of 50 requests"),
      look(2000, 0, "unsure", "errors: 40 of 50 requests"),
      look(3000, 4, "bad", why),
      { ...stands, state: "decided", decision: "abort", why } as const,
    ])
      renderer.event(event);
    assert.equal(
      text,
      `    website v2  ■□□□□□□□□□ 10 %  step 1 of 2, 10 %, by HTTPRoute  for 5 min at the least
    website … errors: 20 of 50 requests
    website ✖ errors: canary 4 of 20 (20 %), stable 0 of 180
    ✖ aborts: errors: canary 4 of 20 (20 %), stable 0 of 180
`,
    );
  });

  it("ends with what became of it, why, and what to do next", () => {
    const plan = {
      kind: "canary" as const,
      project: "p",
      stack: "s",
      services: [],
      unchanged: [],
      pending: [],
      removals: [],
    };
    const made = { record: record(1), plan, changed: true };
    const of = { releases: [made], figures: [], why: "errors: canary 4 of 20" };
    const lines = (result: "aborted" | "standing" | "promoted") =>
      walkLines({ ...of, result }, ["website v2"], plainStyle);
    assert.deepEqual(lines("aborted"), [
      `aborted: website v2; nobody meets it any more (${made.record.id})`,
      "  why: errors: canary 4 of 20",
      `  next: release show ${made.record.id} (figures, logs, events)`,
    ]);
    assert.deepEqual(lines("standing"), [
      "standing: website v2",
      "  why: errors: canary 4 of 20",
      "  next: release canary next|promote|abort website",
    ]);
    assert.deepEqual(lines("promoted"), [`promoted: website v2 (${made.record.id})`]);
  });
});
