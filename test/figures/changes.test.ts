import assert from "node:assert/strict";
import fc from "fast-check";
import { changesOf } from "../../figures/changes.ts";
import type { ReleaseRecord } from "../../records/record.ts";
import { change, record } from "../release/builders.ts";
import { anyRecords } from "./arbitraries.ts";

const begin = Date.parse("2026-11-22T01:00:00Z");
const noCommit = () => undefined;

/** `website deployed`, `website failed, well after 60 s`: seconds from the begin of its release. */
function told(records: readonly ReleaseRecord[]): string[] {
  return changesOf(records, noCommit).map(({ service, deployed, failed, restoredAt, startedAt }) => {
    const state = [...(deployed ? ["deployed"] : []), ...(failed ? ["failed"] : [])].join(" and ") || "unfinished";
    return `${service} ${state}${restoredAt === undefined ? "" : `, well after ${(restoredAt - startedAt) / 1000} s`}`;
  });
}

const crash = {
  reason: "crashes",
  cause: {
    code: "CrashLoop" as const,
    message: "crashes",
    object: { kind: "Pod", namespace: "staging", name: "web" },
    command: "kubectl logs web",
  },
};

describe("what a record counts as", () => {
  it("is a deployment where it brought something that serves", () => {
    assert.deepEqual(told([record(1)]), ["website deployed"]);
    assert.deepEqual(told([record(1, { kind: "promote" })]), ["website deployed"]);
    assert.deepEqual(told([record(1, { kind: "resubmit" })]), ["website deployed"]);
    assert.deepEqual(told([record(1, { operator: "pulumi up" })]), ["website deployed"]);
    assert.deepEqual(told([record(1, { changes: [change("web", "v1", "v2"), change("docs", undefined, "v1")] })]), [
      "web deployed",
      "docs deployed",
    ]);
  });

  it("is none where nothing new came to serve", () => {
    const kinds = ["restart", "run", "setup", "destroy", "adopt", "undo", "rollback", "restore"] as const;
    for (const kind of kinds) assert.deepEqual(told([record(1, { kind })]), [], kind);
    assert.deepEqual(told([record(1, { result: "running" })]), []);
    assert.deepEqual(told([record(1, { changes: [{ ...change("docs", "v1", "v1"), removed: true }] })]), []);
  });

  it("is none where it only mended what was changed by hand, and one where the program's objects are new", () => {
    const same = [change("website", "v1", "v1")];
    const drift = [{ service: "website", kind: "Deployment", name: "website", state: "changed" as const, fields: [] }];
    assert.deepEqual(told([record(1, { changes: same, drift })]), []);
    assert.deepEqual(told([record(1, { changes: same })]), ["website deployed"]);
  });

  it("is a failure where it was taken back, well again with its end", () => {
    assert.deepEqual(told([record(1, { result: "rolled back", ...crash })]), ["website failed, well after 60 s"]);
  });

  it("blames those that failed, not those that only went back with them", () => {
    const changes = [change("web", "v1", "v2"), change("docs", "v1", "v2")];
    const failed = record(1, { result: "rolled back", changes, failed: ["web"], ...crash });
    assert.deepEqual(told([failed]), ["web failed, well after 60 s"]);
  });

  it("is well again with the next release of the service that succeeds, whatever kind it is", () => {
    const failed = record(1, { result: "failed", ...crash });
    for (const kind of ["rollback", "restore", "restart"] as const) {
      assert.deepEqual(told([failed, record(9, { kind })]), ["website failed, well after 68 s"], kind);
    }
    assert.deepEqual(told([failed, record(9)]), ["website failed, well after 68 s", "website deployed"]);
    const others = record(9, { changes: [change("docs", "v1", "v2")] });
    assert.deepEqual(told([failed, others]), ["website failed", "docs deployed"]);
  });

  it("is well again where a restore took the service out again, as it was before", () => {
    const failed = record(1, { result: "rollback failed", ...crash });
    const restore = record(9, { kind: "restore", changes: [change("docs", "v2", "v1")], takenOut: ["website"] });
    assert.deepEqual(told([failed, restore]), ["website failed, well after 68 s"]);
  });

  it("is a failure too where a rollback takes back what served, from its begin until then", () => {
    const back = record(9, { kind: "rollback", changes: [change("website", "v2", "v1")] });
    assert.deepEqual(told([record(1), back]), ["website deployed and failed, well after 68 s"]);
  });

  it("does not blame what serves for a rollback from a failure that was left", () => {
    const good = record(1);
    const failed = record(5, { result: "failed", changes: [change("website", "v2", "v3")], ...crash });
    const back = record(9, { kind: "rollback", changes: [change("website", "v3", "v2")] });
    assert.deepEqual(told([good, failed, back]), ["website deployed", "website failed, well after 64 s"]);
  });

  it("blames the next one where a second rollback goes back further, and nothing that it passes over", () => {
    const to = (version: string) => record(Number(version.slice(1)), { changes: [change("website", "v0", version)] });
    const back = (second: number, version: string) =>
      record(second, { kind: "rollback", changes: [change("website", "v9", version)] });
    const three = [to("v1"), to("v2"), to("v3")];
    assert.deepEqual(told([...three, back(11, "v2"), back(12, "v1")]), [
      "website deployed",
      "website deployed and failed, well after 70 s",
      "website deployed and failed, well after 68 s",
    ]);
    assert.deepEqual(told([...three, back(11, "v1")]), [
      "website deployed",
      "website deployed",
      "website deployed and failed, well after 68 s",
    ]);
  });

  it("is neither where nobody knows how it would have ended, or what is to blame lies outside", () => {
    assert.deepEqual(told([record(1, { result: "cancelled" })]), ["website unfinished"]);
    assert.deepEqual(told([record(1, { result: "interrupted", reason: "its process ended" })]), ["website unfinished"]);
    const outside = { result: "rolled back" as const, reason: "the cluster does not answer" };
    assert.deepEqual(told([record(1, outside)]), ["website unfinished"]);
    assert.deepEqual(told([record(1, { result: "interrupted", failed: ["website"], ...crash })]), ["website failed"]);
  });

  it("does not count a restart or a rollback that failed as a change", () => {
    for (const kind of ["restart", "rollback", "restore"] as const) {
      assert.deepEqual(told([record(1, { kind, result: "failed", ...crash })]), [], kind);
    }
  });
});

describe("the lead time", () => {
  const git = { commit: "0123456789ab", branch: "main", dirty: 0, behind: 0, ahead: 0 };
  const ago = (seconds: number) => () => begin - seconds * 1000;
  const leads = (records: readonly ReleaseRecord[], commitTime = ago(100)) =>
    changesOf(records, commitTime).map(({ lead }) => lead);

  it("is from the commit until it served", () => {
    assert.deepEqual(leads([record(1, { git })]), [161]);
  });

  it("is of a commit's first time alone, once it served", () => {
    assert.deepEqual(leads([record(1, { git }), record(2, { git })]), [161, "again"]);
    const failed = record(1, { git, result: "rolled back", ...crash });
    assert.deepEqual(leads([failed, record(2, { git })]), [undefined, 162]);
    assert.deepEqual(leads([record(1, { kind: "resubmit", git })]), ["again"]);
  });

  it("is unknown without a commit, of changes that are in none, and of a commit that nobody has or that is to come", () => {
    assert.deepEqual(leads([record(1)]), ["unknown"]);
    assert.deepEqual(leads([record(1, { git: { ...git, dirty: 1 } })]), ["unknown"]);
    assert.deepEqual(leads([record(1, { git: { ...git, dirty: "some" } })]), ["unknown"]);
    assert.deepEqual(leads([record(1, { git: { ...git, edited: true } })]), ["unknown"]);
    assert.deepEqual(changesOf([record(1, { git })], noCommit)[0]?.lead, "unknown");
    assert.deepEqual(leads([record(1, { git })], ago(-1000)), ["unknown"]);
  });
});

describe("changes of any records", () => {
  it("are the same in whatever order the records come, and end no earlier than they begin", () => {
    fc.assert(
      fc.property(anyRecords, (records) => {
        const changes = changesOf(records, noCommit);
        assert.deepEqual(changesOf(records.toReversed(), noCommit), changes);
        for (const { restoredAt, startedAt, endedAt, failed, deployed } of changes) {
          assert.ok(endedAt >= startedAt);
          if (restoredAt !== undefined) assert.ok(failed && restoredAt >= startedAt);
          if (!deployed && !failed) assert.equal(restoredAt, undefined);
        }
      }),
    );
  });

  it("are not changed by runs of schedules", () => {
    fc.assert(
      fc.property(anyRecords, anyRecords, (records, others) => {
        const runs = others.map((one): ReleaseRecord => ({ ...one, kind: "run" }));
        assert.deepEqual(changesOf([...records, ...runs], noCommit), changesOf(records, noCommit));
      }),
    );
  });
});
