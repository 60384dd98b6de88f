import assert from "node:assert/strict";
import { beyondBound } from "../../records/store.ts";
import { change, record } from "../release/builders.ts";

describe("the bound on records", () => {
  it("removes the oldest, but never a service's newest good release", () => {
    const docs = record(1, { changes: [change("docs", undefined, "v1")] });
    const older = record(2);
    const failed = record(3, { result: "rolled back" });
    const newest = record(4);
    assert.deepEqual(
      beyondBound([newest, failed, older, docs], 1).map(({ id }) => id),
      [failed.id, older.id],
    );
  });

  it("removes nothing within the bound", () => {
    assert.deepEqual(beyondBound([record(2), record(1)], 2), []);
  });
});
