import assert from "node:assert/strict";
import { effectsInTheWay } from "../../records/jobEffects.ts";
import type { JobRun } from "../../records/jobRun.ts";
import type { ReleaseRecord } from "../../records/record.ts";
import { change, parameters, record } from "../release/builders.ts";

const run = (version: string, parts: Partial<JobRun> = {}): JobRun => ({
  ...{ service: "web", job: "migrate", runs: "before", older: "no", version, result: "succeeded" },
  name: `web-migrate-${version}`,
  ...parts,
});
const released = (number: number, from: string | undefined, to: string, parts: Partial<ReleaseRecord> = {}) =>
  record(number, { changes: [change("web", from, to)], ...parts });
const inTheWay = (records: ReleaseRecord[], version: string) =>
  effectsInTheWay(records, "web", parameters(version)).map(({ version: ran }) => ran);

describe("what jobs have done stands in the way", () => {
  const first = released(1, undefined, "v1");
  const migrated = released(2, "v1", "v2", { jobs: [run("v2")], result: "failed" });

  it("of the version before, not of its own, nor of a new one", () => {
    assert.deepEqual(inTheWay([migrated, first], "v1"), ["v2"]);
    assert.deepEqual(inTheWay([migrated, first], "v2"), []);
    assert.deepEqual(inTheWay([migrated, first], "v3"), []);
  });

  it("not of a version that was tried before and never served", () => {
    const tried = released(0, undefined, "v1a", { result: "rolled back" });
    assert.deepEqual(inTheWay([migrated, first, tried], "v1a"), []);
  });

  it("also where the record of the version before is gone", () => {
    assert.deepEqual(inTheWay([migrated], "v1"), ["v2"]);
  });

  it("over later releases, all of them, the newest first", () => {
    const third = released(3, "v2", "v3", { jobs: [run("v3", { older: "undone" })] });
    assert.deepEqual(inTheWay([third, migrated, first], "v1"), ["v3", "v2"]);
    assert.deepEqual(inTheWay([third, migrated, first], "v2"), ["v3"]);
  });

  it("not where older versions go with it, it failed or was skipped", () => {
    for (const parts of [{ older: "yes" }, { result: "failed" }, { result: "skipped" }] as Partial<JobRun>[]) {
      assert.deepEqual(inTheWay([released(2, "v1", "v2", { jobs: [run("v2", parts)] }), first], "v1"), []);
    }
  });

  it("where nobody saw its end", () => {
    const cut = released(2, "v1", "v2", { jobs: [run("v2", { result: "running" })], result: "interrupted" });
    assert.deepEqual(inTheWay([cut, first], "v1"), ["v2"]);
  });

  it("no longer once it is undone, or the older version has served since", () => {
    const undo = run("v2", { runs: "undo", name: "web-migrate-undo", undoes: "web-migrate-v2" });
    assert.deepEqual(inTheWay([released(2, "v1", "v2", { jobs: [run("v2"), undo] }), first], "v1"), []);
    const forced = released(3, "v2", "v1", { kind: "rollback" });
    assert.deepEqual(inTheWay([forced, migrated, first], "v1"), []);
    assert.deepEqual(inTheWay([forced, migrated, released(0, undefined, "v0")], "v0"), ["v2"]);
  });

  it("under each name that the service has had", () => {
    const leaves = { ...change("store", "v2", "v2"), removed: true as const, renamedTo: "shop" };
    const job = (service: string, version: string) => run(version, { service });
    const store = record(1, { changes: [change("store", "v1", "v2")], jobs: [job("store", "v2")] });
    const shop = record(2, { changes: [change("shop", undefined, "v3"), leaves], jobs: [job("shop", "v3")] });
    const asked = (service: string, version: string, records = [shop, store]) =>
      effectsInTheWay(records, service, parameters(version)).map(({ version: ran }) => ran);
    assert.deepEqual(asked("store", "v2"), ["v3"]);
    assert.deepEqual(asked("shop", "v2"), ["v3"]);
    assert.deepEqual(asked("store", "v1", [shop, store, record(0, { changes: [change("store", undefined, "v1")] })]), [
      "v3",
      "v2",
    ]);
    assert.deepEqual(asked("shop", "v3"), []);
    assert.deepEqual(asked("store", "v2", [{ ...shop, result: "failed" }, store]), ["v3"]);
  });

  it("not of another service", () => {
    const other = released(2, "v1", "v2", { jobs: [run("v2", { service: "docs" })] });
    assert.deepEqual(inTheWay([other, first], "v1"), []);
  });
});
