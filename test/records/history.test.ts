import assert from "node:assert/strict";
import { noServiceFiles, parseServiceFiles } from "../../components/config/serviceFiles.ts";
import type { UpdateSummary } from "../../engine/engine.ts";
import { lastGood } from "../../records/choose.ts";
import { effectsInTheWay } from "../../records/jobEffects.ts";
import { mergeHistory, wholeHistory } from "../../records/history.ts";
import type { ReleaseRecord } from "../../records/record.ts";
import type { RecordStore } from "../../records/store.ts";
import { setupMessage, updateMessage } from "../../records/updateMessage.ts";
import { change, parameters, record } from "../release/builders.ts";

const stack = {
  project: "releases",
  name: "staging",
  namespace: "staging",
  services: new Map(),
  files: noServiceFiles,
};
const basic = { template: "website", image: "localhost/web" };

function update(second: number, versions: Record<string, string>, parts: Partial<UpdateSummary> = {}): UpdateSummary {
  const services = Object.fromEntries(Object.keys(versions).map((service) => [service, basic]));
  const current = Object.fromEntries(Object.entries(versions).map(([service, version]) => [service, { version }]));
  return {
    kind: "update",
    startTime: new Date(`2026-11-22T01:00:${String(second).padStart(2, "0")}Z`),
    endTime: new Date(`2026-11-22T01:00:${String(second + 5).padStart(2, "0")}Z`),
    message: "",
    result: "succeeded",
    resourceChanges: { update: 1, same: 9 },
    config: { "releases:services": JSON.stringify(services), "releases:current": JSON.stringify(current) },
    ...parts,
  };
}

describe("the history of a stack", () => {
  it("tells the jobs that a plain `pulumi up` ran: no older version may come back over what they did", () => {
    const jobs = { before: [{ name: "migrate", compatible: false }], after: [{ name: "smoke", compatible: true }] };
    const config = (version: string, rest: object = {}) => ({
      "releases:services": JSON.stringify({ web: { ...basic, jobs } }),
      "releases:current": JSON.stringify({ web: { version, ...rest } }),
    });
    const ran = (result: string, rest: object = {}) => {
      const updates = [
        update(20, {}, { result, config: config("v2", rest) }),
        update(10, {}, { config: config("v1") }),
      ];
      const records = mergeHistory([], updates, stack);
      const way = effectsInTheWay(records, "web", parameters("v1")).map(({ job }) => job);
      return [records[0]?.jobs?.map(({ job, older, result: end }) => `${job} ${older} ${end}`), way];
    };
    assert.deepEqual(ran("succeeded"), [["migrate no succeeded", "smoke yes succeeded"], ["migrate"]]);
    assert.deepEqual(ran("failed"), [["migrate no running", "smoke yes running"], ["migrate"]]);
    assert.deepEqual(ran("succeeded", { jobsSkipped: "v2" }), [undefined, []]);
  });

  it("tells a plain `pulumi up` by what it changed since the update before", () => {
    const [newest] = mergeHistory(
      [],
      [
        update(20, { website: "v2", docs: "v1" }, { message: "Ada's hotfix" }),
        update(10, { website: "v1", docs: "v1" }),
      ],
      stack,
    );
    assert.deepEqual(newest, {
      id: "pulumi-1795309220",
      project: "releases",
      stack: "staging",
      kind: "deploy",
      changes: [change("website", "v1", "v2")],
      operator: "pulumi up",
      description: "Ada's hotfix",
      startedAt: "2026-11-22T01:00:20.000Z",
      endedAt: "2026-11-22T01:00:25.000Z",
      phases: [],
      result: "succeeded",
    });
  });

  it("tells what a plain `pulumi up` removed, and nothing removed where nothing was deleted", () => {
    const updates = (resourceChanges: Record<string, number>) => [
      update(20, { website: "v1" }, { resourceChanges }),
      update(10, { website: "v1", docs: "v1" }),
    ];
    assert.deepEqual(mergeHistory([], updates({ delete: 6, same: 9 }), stack)[0]?.changes, [
      { ...change("docs", "v1", "v1"), removed: true },
    ]);
    assert.deepEqual(mergeHistory([], updates({ update: 1, same: 9 }), stack)[0]?.changes, []);
  });

  it("asks Pulumi for all of its own where records were deleted, and only then", async () => {
    const own = record(5, { changes: [change("website", undefined, "v1")] });
    const updates = [update(5, { website: "v1" }, { message: updateMessage(own) })];
    const asked: boolean[] = [];
    const engine = {
      history: (whole = false) => {
        asked.push(whole);
        return Promise.resolve(updates);
      },
    };
    const store = (records: ReleaseRecord[]) => ({ list: () => Promise.resolve(records) }) as unknown as RecordStore;
    await wholeHistory(store([own]), engine, stack);
    assert.deepEqual(asked.splice(0), [false]);
    const [known] = await wholeHistory(store([]), engine, stack);
    assert.deepEqual(asked.splice(0), [false, true]);
    assert.deepEqual([known?.id, known?.changes], [own.id, own.changes]);
    await wholeHistory(
      store([]),
      { history: () => Promise.resolve([{ ...updates[0]!, resourceChanges: { same: 9 } }]) },
      stack,
    );
  });

  it("goes back to a plain `pulumi up` as to any release", () => {
    const own = record(5, { changes: [change("website", undefined, "v1")] });
    const all = mergeHistory(
      [own],
      [update(20, { website: "v2" }), update(5, { website: "v1" }, { message: updateMessage(own) })],
      stack,
    );
    assert.deepEqual(
      all.map(({ id }) => id),
      ["pulumi-1795309220", own.id],
    );
    assert.equal(lastGood(all, "website")?.release.version, "v2");
  });

  it("takes a plain `pulumi up` to have had the secrets that the stack has now: Pulumi's history holds none", () => {
    const now = { ...parameters("v2"), secrets: { password: "v1:abc" } };
    const services = new Map([["website", { namespace: "staging", parameters: now, probe: undefined }]]);
    const [found] = mergeHistory([], [update(10, { website: "v1" })], { ...stack, services });
    assert.deepEqual(found?.changes[0]?.after, { ...parameters("v1"), secrets: { password: "v1:abc" } });
  });

  it("takes the same of one that is on record, whatever secrets it was recorded with", () => {
    const now = { ...parameters("v2"), secrets: { password: "v1:new" } };
    const services = new Map([["website", { namespace: "staging", parameters: now, probe: undefined }]]);
    const old = { ...change("website", "v1", "v2"), after: { ...parameters("v2"), secrets: { password: "v1:old" } } };
    const records = [
      record(20, { operator: "pulumi up (GitHub Actions 7)", changes: [old] }),
      record(10, { changes: [old] }),
    ];
    const [plain, own] = mergeHistory(records, [], { ...stack, services });
    assert.deepEqual(plain?.changes[0]?.after.secrets, { password: "v1:new" });
    assert.deepEqual(plain.changes[0].before?.secrets, { password: "v1:new" });
    assert.deepEqual(own?.changes, [old]);
  });

  describe("of services with files of their own", () => {
    const filesWith = (replicas: number) =>
      parseServiceFiles(
        new Map([["web.yaml", `{ template: website, image: localhost/web, replicas: ${replicas} }`]]),
        [],
      );
    const config = (version: string) => ({ "releases:current": JSON.stringify({ web: { version } }) });
    const ups = (parts: Partial<UpdateSummary> = {}) => [
      update(20, {}, { config: config("v2"), ...parts }),
      update(10, {}, { config: config("v1") }),
    ];
    const now = { ...stack, files: filesWith(3) };

    it("says of a plain `pulumi up` that their basic parameters are not known, and has today's in their place", () => {
      const [newest] = mergeHistory([], ups(), now);
      const at = (version: string) => ({ basic: { ...basic, replicas: 3 }, release: { version }, secrets: {} });
      assert.deepEqual(newest?.changes, [
        { service: "web", namespace: "staging", before: at("v1"), after: at("v2"), basicUnknown: true },
      ]);
    });

    it("takes them from git where the checkout was clean, which tells what changed in them too", () => {
      const filesAt = (commit: string) => filesWith(commit === "two" ? 2 : 1);
      const both = [
        update(20, {}, { config: config("v1"), git: { commit: "two", branch: "main", dirty: false } }),
        update(10, {}, { config: config("v1"), git: { commit: "one", branch: "main", dirty: false } }),
      ];
      const [newest] = mergeHistory([], both, { ...now, filesAt });
      const [found] = newest?.changes ?? [];
      assert.deepEqual(
        [found?.before?.basic.replicas, found?.after.basic.replicas, found?.basicUnknown],
        [1, 2, undefined],
      );
    });

    it("tells no change where only one of two updates is known", () => {
      const filesAt = () => filesWith(9);
      const both = ups({ config: config("v1"), git: { commit: "two", branch: "main", dirty: false } });
      assert.deepEqual(mergeHistory([], both, { ...now, filesAt })[0]?.changes, []);
      assert.equal(
        mergeHistory([], ups({ git: { commit: "two", branch: "main", dirty: false } }), { ...now, filesAt })[0]
          ?.changes[0]?.after.basic.replicas,
        9,
      );
    });

    it("knows all of one that had no file", () => {
      const [found] = mergeHistory([], [update(10, { docs: "v1" })], now)[0]?.changes ?? [];
      assert.equal(found?.basicUnknown, undefined);
      assert.deepEqual(found?.after.basic, basic);
    });
  });

  it("knows a release whose record was pruned by the trailers of its update", () => {
    const pruned = record(7, { kind: "rollback", operator: "bob", changes: [change("website", undefined, "v1")] });
    const [found] = mergeHistory([], [update(7, { website: "v1" }, { message: updateMessage(pruned) })], stack);
    assert.equal(found?.id, pruned.id);
    assert.equal(found.kind, "rollback");
    assert.equal(found.operator, "bob");
  });

  it("tells the namespace of the first release as a setup that released no service", () => {
    const message = setupMessage("staging", "ada");
    const [setup] = mergeHistory([], [update(1, { website: "v1" }, { message })], stack);
    assert.equal(setup?.kind, "setup");
    assert.equal(setup.description, "make namespace staging for the first release");
    assert.equal(setup.operator, "ada");
    assert.deepEqual(setup.changes, []);
  });

  it("tells a destroy, and leaves out refreshes and updates that changed nothing", () => {
    const all = mergeHistory(
      [],
      [
        update(30, {}, { kind: "destroy", resourceChanges: { delete: 9 } }),
        update(20, { website: "v1" }, { kind: "refresh" }),
        update(10, { website: "v1" }, { resourceChanges: { same: 9 } }),
      ],
      stack,
    );
    assert.deepEqual(
      all.map(({ kind, changes }) => [kind, changes]),
      [["destroy", []]],
    );
  });

  it("tells an update of another project's configuration without services", () => {
    const config = { "releases:services": "no JSON", "releases:current": "[]" };
    const [found] = mergeHistory([], [update(1, {}, { config, result: "failed" })], stack);
    assert.deepEqual(found?.changes, []);
    assert.equal(found.result, "failed");
  });
});
