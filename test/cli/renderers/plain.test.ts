import assert from "node:assert/strict";
import { plainRenderer } from "../../../cli/renderers/plain.ts";
import { plainStyle } from "../../../cli/renderers/style.ts";
import type { ReleaseEvent } from "../../../release/events.ts";
import { crash, rollout } from "./fixtures.ts";

function rendered(...events: ReleaseEvent[]): string {
  let text = "";
  const renderer = plainRenderer((part) => (text += part), plainStyle);
  for (const event of events) renderer.event(event);
  renderer.end();
  return text;
}

describe("plain output", () => {
  it("has a line for each thing that happens, and no control characters", () => {
    const text = rendered(
      { type: "phase", at: 0, phase: "check", state: "started" },
      { type: "phase", at: 0, phase: "check", state: "done", seconds: 0.24 },
      {
        type: "resource",
        at: 0,
        step: { urn: "u", type: "kubernetes:apps/v1:Deployment", name: "website", operation: "update", changes: [] },
        state: "done",
      },
      rollout(1),
      rollout(2, crash),
      {
        type: "podLog",
        at: 0,
        workload: { kind: "Deployment", namespace: "staging", name: "website" },
        pod: "website-5d9c-x2x7f",
        container: "web",
        line: "fatal: cannot open database",
      },
      { type: "phase", at: 0, phase: "roll out", state: "failed", seconds: 12.3 },
    );
    assert.equal(
      text,
      `  check
✔ check     0.2 s
    update Deployment website
    website  1/3 new available, 2 old  1.0 s of 2 min
    website  doomed: container web exits with code 3 right after its start (2 crashes)  2.0 s of 2 min
    x2x7f │ fatal: cannot open database
✖ roll out  12 s
`,
    );
  });

  it("says why there is nothing to count yet", () => {
    const counts = { desired: 0, updated: 0, ready: 0, available: 0, old: 0 };
    const text = rendered(rollout(0.3, { phase: "progressing", message: "the Deployment is not there yet", counts }));
    assert.equal(text, "    website  the Deployment is not there yet  0.3 s of 2 min\n");
  });

  it("repeats a rollout that stands still only every 10 s", () => {
    const lines = rendered(rollout(1), rollout(2), rollout(9), rollout(11.5), rollout(12)).trimEnd().split("\n");
    assert.equal(lines.length, 2);
  });

  it("says nothing of resources that stay as they are", () => {
    const step = { urn: "u", type: "t", name: "website", operation: "same", changes: [] } as const;
    assert.equal(rendered({ type: "resource", at: 0, step: { ...step, changes: [] }, state: "done" }), "");
  });
});
