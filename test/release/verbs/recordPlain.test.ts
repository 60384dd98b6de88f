import assert from "node:assert/strict";
import { noServiceFiles } from "../../../components/config/serviceFiles.ts";
import type { Engine, UpdateSummary } from "../../../engine/engine.ts";
import type { Stack } from "../../../parameters/stack.ts";
import type { ReleaseRecord } from "../../../records/record.ts";
import type { RecordStore } from "../../../records/store.ts";
import { updateMessage } from "../../../records/updateMessage.ts";
import { recordPlain } from "../../../release/verbs/recordPlain.ts";
import { change, record } from "../builders.ts";

const stack = {
  project: "releases",
  name: "staging",
  namespace: "staging",
  services: new Map(),
  files: noServiceFiles,
};

function update(second: number, version: string, parts: Partial<UpdateSummary> = {}): UpdateSummary {
  const startTime = new Date(`2026-11-22T01:00:${String(second).padStart(2, "0")}Z`);
  return {
    ...{ kind: "update", startTime, endTime: new Date(startTime.getTime() + 5000), message: `website ${version}` },
    ...{ result: "succeeded", resourceChanges: { update: 1 } },
    config: {
      "releases:services": JSON.stringify({ website: { template: "website", image: "localhost/web" } }),
      "releases:current": JSON.stringify({ website: { version } }),
    },
    ...parts,
  };
}

/** As the cluster keeps them. */
function store(records: ReleaseRecord[]) {
  const save = (one: ReleaseRecord) => Promise.resolve(void records.unshift(one));
  let pruned = 0;
  const prune = () => Promise.resolve((pruned += 1));
  const list = () => Promise.resolve([...records]);
  return { records: { list, save, prune } as unknown as RecordStore, pruned: () => pruned };
}

async function recorded(
  records: ReleaseRecord[],
  updates: UpdateSummary[],
  options: { since?: Date; dryRun?: boolean; stack?: object } = {},
) {
  return (await recordedIn(store(records).records, updates, options)).map((all) => all.map(({ id }) => id));
}

async function recordedIn(
  records: RecordStore,
  updates: UpdateSummary[],
  { stack: of = stack, ...options }: { since?: Date; dryRun?: boolean; stack?: object } = {},
) {
  const engine = {
    history: () => Promise.resolve(updates),
    historySince: () => Promise.resolve({ updates, lost: false }),
  } as unknown as Engine;
  const found = await recordPlain({ records, engine, stack: of as Stack }, { dryRun: false, ...options });
  return [found.recorded, found.known, found.running];
}

const id = (second: number) => `pulumi-${Date.parse("2026-11-22T01:00:00Z") / 1000 + second}`;

describe("the updates of plain pulumi ups", () => {
  it("get the records that releases have, once: what changed, why, from which commit, by what run", async () => {
    const own = record(5, { changes: [change("website", undefined, "v1")] });
    const git = { commit: "0123456789abcdef", branch: "main", dirty: false };
    const updates = [
      update(20, "v2", { git, ci: "GitHub Actions 7" }),
      update(5, "v1", { message: updateMessage(own) }),
    ];
    const records = [own];
    assert.deepEqual(await recorded(records, updates), [[id(20)], [], []]);
    assert.deepEqual(records[0], {
      ...{ id: id(20), project: "releases", stack: "staging", kind: "deploy", phases: [], result: "succeeded" },
      changes: [change("website", "v1", "v2")],
      ...{ operator: "pulumi up (GitHub Actions 7)", description: "website v2" },
      git: { commit: "0123456789ab", branch: "main", dirty: 0 },
      ...{ startedAt: "2026-11-22T01:00:20.000Z", endedAt: "2026-11-22T01:00:25.000Z" },
    });
    assert.deepEqual(await recorded(records, updates), [[], [id(20)], []]);
    assert.equal(records.length, 2);
  });

  it("get none while they go on, where they changed nothing, before the time asked for, or with --dry-run", async () => {
    const records: ReleaseRecord[] = [];
    const goesOn = update(40, "v4", { result: "in-progress" });
    const same = update(30, "v3", { resourceChanges: { same: 9 } });
    const since = new Date("2026-11-22T01:00:15Z");
    const updates = [goesOn, same, update(20, "v2"), update(10, "v1")];
    assert.deepEqual(await recorded(records, updates, { since, dryRun: true }), [[id(20)], [], [id(40)]]);
    assert.deepEqual(records, []);
    assert.deepEqual(await recorded(records, updates, { since }), [[id(20)], [], [id(40)]]);
    assert.deepEqual(await recorded(records, updates), [[id(10)], [id(20)], [id(40)]]);
  });

  it("keep no secrets: a rotation by a later plain up would be undone by going back", async () => {
    const parameters = { basic: {}, release: { version: "v1" }, secrets: { password: "v1:old" } };
    const services = new Map([["website", { namespace: "staging", parameters }]]);
    const records: ReleaseRecord[] = [];
    await recorded(records, [update(20, "v2"), update(10, "v1")], { stack: { ...stack, services } });
    const kept = records.flatMap(({ changes }) =>
      changes.flatMap(({ before, after }) => [before?.secrets, after.secrets]),
    );
    assert.equal(kept.length, 4);
    assert.deepEqual(
      kept.filter((secrets) => Object.keys(secrets ?? {}).length > 0),
      [],
    );
  });

  it("push out what is beyond the bound, where any was recorded", async () => {
    const { records, pruned } = store([]);
    await recordedIn(records, [update(20, "v2")], { dryRun: true });
    assert.equal(pruned(), 0);
    await recordedIn(records, [update(20, "v2")]);
    assert.equal(pruned(), 1);
    await recordedIn(records, [update(20, "v2")]);
    assert.equal(pruned(), 1);
  });

  it("are not those that a release made, though its record is gone", async () => {
    assert.deepEqual(await recorded([], [update(5, "v1", { message: updateMessage(record(5)) })]), [[], [], []]);
  });

  it("get none that the bound on records takes away again", async () => {
    const records = Array.from({ length: 200 }, (_, number) =>
      record(0, {
        id: `20261123-${String(999 - number).padStart(6, "0")}-abcd`,
        startedAt: "2026-11-23T01:00:00.000Z",
      }),
    );
    assert.deepEqual(await recorded(records, [update(20, "v2")]), [[], [], []]);
  });
});
