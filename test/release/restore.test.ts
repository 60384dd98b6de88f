import assert from "node:assert/strict";
import { wayBack } from "../../release/restore.ts";
import { change, parameters, record } from "./builders.ts";

describe("the way back from a failed release", () => {
  const good = record(1, { changes: [change("website", undefined, "v1"), change("docs", undefined, "v7")] });

  it("takes every service of it to its last good parameters", () => {
    const failed = record(2, {
      changes: [change("website", "v1", "v2"), change("docs", "v7", "v8")],
      result: "failed",
    });
    assert.deepEqual(wayBack(failed, [failed, good]), [
      { service: "website", namespace: "staging", before: parameters("v2"), after: parameters("v1") },
      { service: "docs", namespace: "staging", before: parameters("v8"), after: parameters("v7") },
    ]);
  });

  it("is none where one of them has never served: all or none", () => {
    const failed = record(2, { changes: [change("website", "v1", "v2"), change("api", undefined, "v1")] });
    assert.equal(wayBack(failed, [good]), undefined);
  });
});
