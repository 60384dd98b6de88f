import assert from "node:assert/strict";
import { coveredPart } from "../../figures/coverage.ts";
import { record } from "../release/builders.ts";

const at = (time: string) => Date.parse(time);
const records = [record(30), record(10)];

describe("the part of a period that is counted", () => {
  it("is all of it where nothing older can be missing: a young stack has had no releases before", () => {
    const period = { from: at("2026-11-01T00:00:00Z"), until: at("2026-11-30T00:00:00Z") };
    assert.deepEqual(coveredPart(period, records, false), period);
  });

  it("begins with the oldest release known where there may have been older ones", () => {
    const until = at("2026-11-30T00:00:00Z");
    const oldest = at("2026-11-22T01:00:10Z");
    assert.deepEqual(coveredPart({ from: at("2026-11-01T00:00:00Z"), until }, records, true), { from: oldest, until });
    const later = { from: oldest + 5, until };
    assert.deepEqual(coveredPart(later, records, true), later);
  });
});
