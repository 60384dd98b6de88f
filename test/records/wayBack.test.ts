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
      unknown: [],
    });
  });

  it("takes out of service what the release introduced, and brings the others back", () => {
    const failed = record(2, { changes: [change("website", "v1", "v2"), introduced], result: "failed" });
    assert.deepEqual(wayBack(failed, [failed, good]), { back: [website], takenOut: ["api"], left: [], unknown: [] });
  });

  it("leaves what never served but was there before: the others come back all the same", () => {
    const failed = record(2, {
      changes: [change("website", "v1", "v2"), change("api", undefined, "v1")],
      result: "failed",
    });
    assert.deepEqual(wayBack(failed, [failed, good]), { back: [website], takenOut: [], left: ["api"], unknown: [] });
  });

  it("says of which services no more than the release parameters is known: the rest stays as it is today", () => {
    const plain = record(2, { changes: [{ ...change("website", "v1", "v2"), basicUnknown: true }] });
    const failed = record(3, {
      changes: [change("website", "v2", "v3"), change("docs", "v7", "v8")],
      result: "failed",
    });
    const way = wayBack(failed, [failed, plain, good]);
    assert.deepEqual([way?.unknown, way?.back.map(({ after }) => after.release.version)], [["website"], ["v2", "v7"]]);
  });

  it("has the jobs of the good state run again where a rollback had undone what they did", () => {
    const jobs = { before: [{ name: "migrate", undo: { command: ["/undo"] } }] };
    const [v1, v2] = ["v1", "v2"].map((version) => parameters(version, { jobs }));
    const ran = { service: "web", job: "migrate", runs: "before", older: "undone", result: "succeeded" } as const;
    const of = { service: "web", namespace: "staging" };
    const first = record(1, { changes: [{ ...of, after: v1! }] });
    const second = record(2, {
      changes: [{ ...of, before: v1!, after: v2! }],
      jobs: [{ ...ran, version: "v2", name: "web-migrate-2" }],
    });
    const undo = { ...ran, version: "v1", runs: "undo", name: "web-migrate-u", undoes: "web-migrate-2" } as const;
    const back = { kind: "rollback", changes: [{ ...of, before: v2!, after: v1! }] } as const;
    const rollback = (result: "succeeded" | "running") =>
      record(3, { ...back, changes: [...back.changes], jobs: [{ ...undo, result }], result: "failed" });
    const releases = (failed: ReturnType<typeof rollback>, records = [second, first]) =>
      wayBack(failed, [failed, ...records])?.back.map(({ after }) => after.release);
    assert.deepEqual(releases(rollback("succeeded")), [{ version: "v2", jobsAgain: "2026-11-22T01:00:03Z" }]);
    const again = record(4, {
      ...back,
      changes: [...back.changes],
      kind: "restore",
      of: record(3).id,
      result: "failed",
    });
    const taken = wayBack(again, [again, rollback("succeeded"), second, first])?.back[0]?.after.release;
    assert.deepEqual(taken, { version: "v2", jobsAgain: "2026-11-22T01:00:03Z" });
    assert.deepEqual(releases(rollback("running")), [{ version: "v2", jobsSkipped: "v2" }]);
    // What it undid of a release that never served is nothing to what it goes back to.
    const failed: typeof second = { ...second, jobs: [...second.jobs!, undo], result: "failed" };
    assert.deepEqual(releases(failed, [first]), [{ version: "v1", jobsSkipped: "v1" }]);
    const next = { ...rollback("succeeded"), kind: "deploy" as const };
    assert.deepEqual(releases(next, [{ ...second, result: "failed" }, first]), [{ version: "v1", jobsSkipped: "v1" }]);
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

  it("puts what was to leave back into its groups; of others the file says by now in which they are", () => {
    const good = record(1, { changes: [change("docs", undefined, "v1"), change("website", undefined, "v1")] });
    const places = { groups: { sites: 1 } };
    const leaves = { ...change("docs", "v1", "v1"), removed: true as const, ...places };
    const failed = record(2, { changes: [leaves, { ...change("website", "v1", "v2"), ...places }], result: "failed" });
    const way = wayBack(failed, [good]);
    assert.deepEqual(
      way?.back.map(({ service, groups }) => [service, groups]),
      [
        ["docs", { sites: 1 }],
        ["website", undefined],
      ],
    );
    const again = record(3, { kind: "restore", changes: way.back, of: failed.id, result: "failed" });
    assert.deepEqual(wayBack(again, [failed, good])?.back[0]?.groups, { sites: 1 });
  });
});
