import assert from "node:assert/strict";
import { parseEvents, verdicts } from "../../bench/release.ts";

const rollout = (name: string, at: number, phase: string) =>
  JSON.stringify({
    type: "rollout",
    at,
    workload: { kind: "Deployment", namespace: "bench", name },
    status: { phase, message: "" },
    pods: [],
    elapsedSeconds: 1,
    deadlineSeconds: 120,
  });

describe("what a measured release said", () => {
  it("is its events, whatever else stands on stderr", () => {
    const events = parseEvents(`warning: something\n${rollout("web-01", 5, "progressing")}\n\n`);
    assert.deepEqual(
      events.map(({ type, at }) => [type, at]),
      [["rollout", 5]],
    );
  });

  it("gives the first verdict on each workload that failed", () => {
    const lines = [
      rollout("web-01", 1, "progressing"),
      rollout("web-01", 2, "failed"),
      rollout("web-02", 3, "complete"),
      rollout("web-01", 4, "failed"),
    ];
    assert.deepEqual([...verdicts(parseEvents(lines.join("\n")))], [["web-01", 2]]);
  });
});
