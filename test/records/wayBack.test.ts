import assert from "node:assert/strict";
import { wayBack } from "../../records/wayBack.ts";
import { change, parameters, record } from "../release/builders.ts";

describe("the way back from a failed release", () => {
  const good = record(1, { changes: [change("website", undefined, "v1"), change("docs", undefined, "v7")] });
  const website = { service: "website", namespace: "staging", before: parameters("v2"), after: parameters("v1") };
  const introduced = { ...change("api", undefined, "v1"), introduced: true as const };

  it("takes every service of it to its last good parameters", () => {
    const failed = record(2, {
      changes: [change("website", "v1", "v2"), change("docs", "v7", "v8")],
      result: "failed",
    });
    assert.deepEqual(wayBack(failed, [failed, good]), {
      back: [website, { service: "docs", namespace: "staging", before: parameters("v8"), after: parameters("v7") }],
      takenOut: [],
      left: [],
    });
  });

  it("takes out of service what the release introduced, and brings the others back", () => {
    const failed = record(2, { changes: [change("website", "v1", "v2"), introduced], result: "failed" });
    assert.deepEqual(wayBack(failed, [failed, good]), { back: [website], takenOut: ["api"], left: [] });
  });

  it("leaves what never served but was there before: the others come back all the same", () => {
    const failed = record(2, {
      changes: [change("website", "v1", "v2"), change("api", undefined, "v1")],
      result: "failed",
    });
    assert.deepEqual(wayBack(failed, [failed, good]), { back: [website], takenOut: [], left: ["api"] });
  });

  it("is none where no service of it ever served", () => {
    const failed = record(2, { changes: [introduced], result: "failed" });
    assert.equal(wayBack(failed, [failed, good]), undefined);
  });

  it("is the same for a restore that is taken up again", () => {
    const restore = record(3, {
      kind: "restore",
      result: "failed",
      changes: [website],
      takenOut: ["api"],
      left: ["old"],
    });
    const way = wayBack(restore, [restore, good]);
    assert.deepEqual([way?.takenOut, way?.left], [["api"], ["old"]]);
    assert.deepEqual(
      way?.back.map(({ service, after }) => [service, after.release.version]),
      [["website", "v1"]],
    );
  });
});
