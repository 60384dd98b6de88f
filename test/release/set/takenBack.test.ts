import assert from "node:assert/strict";
import type { ReleaseRecord } from "../../../records/record.ts";
import { takenBackOnRecord } from "../../../release/set/takenBack.ts";
import { takesBack } from "../../../release/set/takenBackInGit.ts";
import { change, record } from "../builders.ts";

const good = record(2, { changes: [change("website", "v2", "v3")] });
const back = record(3, {
  kind: "rollback",
  changes: [change("website", "v3", "v2")],
  description: "loses carts",
  operator: "bob",
});
const why = (records: Parameters<typeof takenBackOnRecord>[0], version = "v3") =>
  takenBackOnRecord(records, "website", version)?.why;

describe("what the records say of a version that is to be set", () => {
  it("was left by a rollback: who, to what and why", () => {
    assert.equal(why([back, good]), 'release 20261122-010003-abcd by bob rolled it back to v2 ("loses carts")');
  });

  it("failed and was taken back, whose restore follows it", () => {
    const failed = record(2, {
      changes: [change("website", "v2", "v3")],
      result: "rolled back",
      reason: "container web crashed twice",
    });
    const restore = record(3, { kind: "restore", changes: [change("website", "v3", "v2")] });
    assert.equal(
      why([restore, failed]),
      'release 20261122-010002-abcd ended "rolled back": container web crashed twice',
    );
  });

  it("is nobody's fault where another service failed, where the cluster was away, or where it ran to its end", () => {
    const failed: Partial<ReleaseRecord> = {
      changes: [change("website", "v2", "v3"), change("docs", "v1", "v2")],
      result: "rolled back",
    };
    assert.equal(why([record(2, { ...failed, failed: ["docs"], reason: "docs crashed" })]), undefined);
    assert.equal(why([record(2, failed)]), undefined);
    assert.equal(why([good]), undefined);
  });

  it("is good again once a release has brought it back and it served, or was left by a release", () => {
    const again = record(4, { changes: [change("website", "v2", "v3")] });
    assert.equal(why([again, back, good]), undefined);
    const onward = record(5, { changes: [change("website", "v3", "v4")] });
    assert.equal(why([onward, again, back, good]), undefined);
  });

  it("is none the worse for a rollback that failed, or of another service, nor is what the rollback went to", () => {
    assert.equal(why([{ ...back, result: "rolled back" }, good]), undefined);
    assert.equal(why([record(3, { kind: "rollback", changes: [change("docs", "v3", "v2")] }), good]), undefined);
    assert.equal(why([back, good], "v2"), undefined);
    assert.equal(why([back, good], "v9"), undefined);
  });
});

describe("a commit that takes back", () => {
  const trailers = "Release-Id: 1\nRelease-Kind: rollback\nRelease-Services: web docs";

  it("is told by its trailers, of the services that they name", () => {
    assert.equal(takesBack(`rollback web v2 → v1\n\n${trailers}`, "docs"), true);
    assert.equal(takesBack(`rollback web v2 → v1\n\n${trailers}`, "api"), false);
    assert.equal(takesBack("Take back what failed\n\nRelease-Kind: restore", "api"), true);
  });

  it("is told by git's own words, and no other", () => {
    assert.equal(takesBack('Revert "set web v2"\n\nThis reverts commit 0123456789abcdef.', "web"), true);
    assert.equal(takesBack("rollback of the logo", "web"), false);
    assert.equal(takesBack("deploy web\n\nRelease-Kind: deploy", "web"), false);
  });
});
