import assert from "node:assert/strict";
import { recordPhases, shownAct, swappedVersions } from "../../../../../console/page/pages/release/shown.ts";
import type { ServiceChange } from "../../../../../records/record.ts";
import type { ReleaseEvent } from "../../../../../release/events.ts";
import { goodRecord, toldRecords } from "../../../fixture/records.ts";

function numbered(events: readonly ReleaseEvent[]) {
  return events.map((event, index) => ({ n: index + 1, event }));
}

function states(phases: readonly { phase: string; state: string }[]): string[] {
  return phases.map(({ phase, state }) => `${phase} ${state}`);
}

describe("the phases of a release on its page", () => {
  it("are those that were told, and those to come", () => {
    const { phases } = shownAct(
      numbered([
        { type: "phase", at: 0, phase: "check", state: "done", seconds: 1 },
        { type: "phase", at: 1, phase: "plan", state: "started" },
      ]),
    );
    assert.deepEqual(states(phases), [
      ...["check done", "plan running", "apply waiting", "roll out waiting", "verify waiting", "record waiting"],
    ]);
  });

  it("lead after a failure to its evidence, and nothing else is to come", () => {
    const { phases } = shownAct(
      numbered([
        { type: "phase", at: 0, phase: "roll out", state: "failed", seconds: 9 },
        { type: "phase", at: 1, phase: "evidence", state: "started" },
      ]),
    );
    assert.deepEqual(states(phases), ["roll out failed", "evidence running", "record waiting"]);
  });

  it("are none where nothing was told", () => {
    assert.deepEqual(shownAct([]).phases, []);
  });

  it("of a record say in which it failed", () => {
    const failed = toldRecords().find(({ id }) => id.endsWith("fail"));
    assert.equal(states(recordPhases(failed!, false))[3], "roll out failed");
    assert.equal(
      states(recordPhases(goodRecord("x", 1), false)).every((text) => text.endsWith("done")),
      true,
    );
  });

  it("of one that runs elsewhere are told by its pods", () => {
    const running = { phases: [], result: "running" as const };
    assert.equal(states(recordPhases(running, true))[3], "roll out running");
    assert.equal(states(recordPhases(running, false))[2], "apply running");
  });
});

describe("the log of pods that fail", () => {
  it("keeps its newest 2000 lines", () => {
    const workload = { kind: "Deployment", namespace: "n", name: "web" } as const;
    const lines = Array.from({ length: 2100 }, (_, index): ReleaseEvent => ({
      type: "podLog",
      at: 0,
      workload,
      pod: "p",
      container: "c",
      line: String(index),
    }));
    const { logs } = shownAct(numbered(lines));
    assert.deepEqual([logs.length, logs[0]?.line, logs.at(-1)?.line], [2000, "100", "2099"]);
  });
});

describe("the versions of pods that are swapped", () => {
  const change = { before: state("v1"), after: state("v2") };
  const versions = (runs: string | undefined, back = false) => swappedVersions(change, { runs, back });

  it("are those of what runs: before the new one is applied, nothing that is there is of it", () => {
    assert.deepEqual(versions("v1"), { new: "v1" });
    assert.deepEqual(versions("v2"), { old: "v1", new: "v2" });
  });

  it("are the other way round once it is taken back, as soon as it is", () => {
    assert.deepEqual(versions("v2", true), { old: "v1", new: "v2" });
    assert.deepEqual(versions("v1", true), { old: "v2", new: "v1" });
    assert.deepEqual(versions(undefined, true), { old: "v2", new: "v1" });
  });

  it("are not said where the version stays", () => {
    assert.deepEqual(swappedVersions({ ...change, before: state("v2") }, { runs: "v2", back: false }), {});
  });
});

function state(version: string): ServiceChange["after"] {
  return { basic: {}, release: { version }, secrets: {} };
}
