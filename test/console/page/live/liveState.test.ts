import assert from "node:assert/strict";
import { nothingYet, withEvent, type LiveState } from "../../../../console/page/live/liveState.ts";
import type { LiveEvent } from "../../../../console/api/live.ts";
import { goodRecord, summaryOf } from "../../fixture/records.ts";
import { overviewOf, sixRows } from "../../fixture/services.ts";

const overview = overviewOf("staging", sixRows(), ["staging", "prod"]);
const running = { ...summaryOf(goodRecord("one", 1)), result: "running" as const };
const snapshot: LiveEvent = { type: "snapshot", overview, pods: [], running: [running] };
const [first, second] = overview.rows;

function after(...events: LiveEvent[]): LiveState {
  return [snapshot, ...events].reduce(withEvent, nothingYet);
}

describe("what a stack's stream tells", () => {
  it("changes the rows that it names, and leaves the others the very same", () => {
    const state = after({ type: "overview", rows: [{ ...first!, message: "new" }], removed: [], frozen: [] });
    assert.equal(state.overview?.rows[0]?.message, "new");
    assert.equal(state.overview.rows[1], second);
  });

  it("adds a service, and takes one away", () => {
    const state = after({ type: "overview", rows: [{ ...first!, service: "shop" }], removed: ["docs"], frozen: [] });
    const names = state.overview?.rows.map(({ service }) => service);
    assert.deepEqual(names, ["backup", "blog", "database", "jp", "website", "shop"]);
  });

  it("ends what is being released once it is not said any more", () => {
    const begun: LiveEvent = {
      type: "overview",
      rows: [],
      removed: [],
      frozen: [],
      releasing: { id: "one", text: "ada" },
    };
    assert.equal(after(begun).overview?.releasing?.id, "one");
    assert.equal(after(begun, { type: "overview", rows: [], removed: [], frozen: [] }).overview?.releasing, undefined);
  });

  it("tells of a record's end, and of one that is none any more", () => {
    const ended = { ...running, result: "succeeded" as const };
    assert.equal(after({ type: "record", summary: ended }).records.get("one")?.result, "succeeded");
    assert.equal(after({ type: "record", summary: ended, removed: true }).records.size, 0);
  });

  it("gives each event of an act once, also where it comes twice", () => {
    const note = (n: number): LiveEvent => ({
      ...{ type: "act", id: "a" },
      event: { n, event: { type: "note", at: 0, level: "info", message: String(n) } },
    });
    const act = after(note(1), note(2), note(2), note(1), note(3)).acts.get("a");
    assert.deepEqual(
      act?.events.map(({ n }) => n),
      [1, 2, 3],
    );
  });

  it("says that the cluster is away without losing what was seen", () => {
    const state = after({ type: "cluster", reached: false, lastSeen: "2026-11-29T00:00:00Z" });
    assert.equal(state.overview?.reached, false);
    assert.equal(state.overview.rows.length, 6);
  });
});
