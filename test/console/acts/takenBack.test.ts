import assert from "node:assert/strict";
import { takenBack } from "../../../console/acts/takenBack.ts";
import type { ActEnd } from "../../../console/api/acts.ts";
import type { ReleaseRecord } from "../../../records/record.ts";
import { record } from "../../release/builders.ts";

describe("what is taken back once an act was cancelled", () => {
  const end = (exitCode: number, release?: Partial<ReleaseRecord>): ActEnd => ({
    ...{ at: "2026-11-29T00:00:00Z", exitCode },
    ...(release === undefined ? {} : { result: { release: { ...record(1, {}), id: "r-1", ...release } } }),
  });

  it("is the release that was stopped on the way", () => {
    assert.equal(takenBack(end(5, { result: "cancelled" })), "r-1");
  });

  it("is nothing where it ended before anything was touched: the newest record is somebody else's", () => {
    assert.equal(takenBack(end(5)), undefined);
    assert.equal(takenBack({ at: "", exitCode: 5, result: { changed: false, release: null } }), undefined);
  });

  it("is nothing where it arrived, went back by itself, or its process is gone without a word", () => {
    assert.equal(takenBack(end(0, { result: "succeeded" })), undefined);
    assert.equal(takenBack(end(5, { result: "succeeded" })), undefined);
    assert.equal(takenBack(end(2, { result: "rolled back" })), undefined);
    assert.equal(takenBack({ at: "" }), undefined);
  });

  it("is no canary, which stays where it stands, also one that was proposed", () => {
    assert.equal(takenBack(end(5, { result: "cancelled", kind: "canary" })), undefined);
  });
});
