import assert from "node:assert/strict";
import { broughtUp, otherwise, requireExpected } from "../../../release/canary/expected.ts";
import { change, parameters, record } from "../builders.ts";

const canary = { version: "v2", weight: 25, step: 1 };
const standing = record(2, {
  kind: "canary",
  changes: [{ ...change("web", "v1", "v1"), after: { ...parameters("v1"), release: { version: "v1", canary } } }],
});
const expected = (release: { version: string; canary?: object }) => new Map([["web", release]]);

describe("what a canary's step goes by", () => {
  it("is what runs: the same version, with the same canary", () => {
    assert.deepEqual(otherwise(expected({ version: "v1", canary }), [standing]), []);
    assert.deepEqual(otherwise(expected({ version: "v1" }), []), []);
  });

  it("is refused where another has aborted, paused or promoted it, or the file has a version that nobody released", () => {
    assert.deepEqual(otherwise(expected({ version: "v1" }), [standing]), [
      "web runs v1 with a canary of v2 at 25 %, not v1",
    ]);
    assert.deepEqual(otherwise(expected({ version: "v3", canary }), [standing]), [
      "web runs v1 with a canary of v2 at 25 %, not v3 with a canary of v2 at 25 %",
    ]);
    const gone = record(3, { changes: [change("web", "v1", "v1")] });
    const refused = (): void => {
      requireExpected(expected({ version: "v1", canary }), [gone, standing]);
    };
    assert.throws(refused, {
      code: "CANARY_TAKEN_ON",
      exitCode: 4,
    });
  });

  it("is the same where another has only restarted it", () => {
    const after = { ...parameters("v1"), release: { version: "v1", canary, restartedAt: "2026-11-29T02:00:00Z" } };
    const restarted = record(3, { kind: "restart", changes: [{ ...change("web", "v1", "v1"), after }] });
    const known = expected({ version: "v1", canary });
    assert.deepEqual(otherwise(known, [restarted, standing]), []);
    assert.deepEqual(broughtUp(known, [restarted, standing]), new Map([["web", after.release]]));
    assert.deepEqual(broughtUp(expected({ version: "v3" }), [restarted]), expected({ version: "v3" }));
  });
});
