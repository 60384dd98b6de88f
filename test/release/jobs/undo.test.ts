import assert from "node:assert/strict";
import type { V1Job } from "@kubernetes/client-node";
import type { ReleaseContext } from "../../../release/context.ts";
import type { JobRun } from "../../../records/jobRun.ts";
import { undoRuns } from "../../../release/jobs/undo.ts";
import { halfUndone, undoneText } from "../../../records/undone.ts";
import { record } from "../builders.ts";

const run: JobRun = {
  ...{ service: "web", job: "migrate", runs: "before", older: "undone", version: "v2", result: "succeeded" },
  ...{ namespace: "staging", name: "web-migrate-aaaaaaaa" },
};

const older: JobRun = { ...run, job: "copy", version: "v1", name: "web-copy-bbbbbbbb" };
const oldest: JobRun = { ...run, job: "seed", version: "v0", name: "web-seed-cccccccc" };

function undoing() {
  const none = () => Promise.resolve({ items: [] });
  const saved: unknown[] = [];
  const rollback = record(3, { kind: "rollback", result: "running" });
  const context = {
    cluster: { batch: jobs(), core: { listNamespacedPod: none, listNamespacedEvent: none } },
    records: {
      save: ({ jobs: known = [] }: typeof rollback) => {
        saved.push(known.map(({ runs, result, undoes, version }) => [runs, result, undoes, version]));
        return Promise.resolve();
      },
    },
    emit: () => undefined,
    signal: new AbortController().signal,
  } as unknown as ReleaseContext;
  return { rollback, context, saved };
}

describe("undoing what jobs did", () => {
  it("is on record at once: a kill a moment later must not have it undone twice", async () => {
    const { rollback, context, saved } = undoing();
    assert.equal(await undoRuns([run], rollback, context), undefined);
    assert.deepEqual(saved, [[["undo", "succeeded", run.name, "v2"]]]);
  });

  it("is not begun where one of them cannot be undone", async () => {
    const { rollback, context, saved } = undoing();
    const gone: JobRun = { ...older, name: "web-copy-gone" };
    assert.deepEqual(await undoRuns([run, gone], rollback, context), {
      run: gone,
      message: "job copy of web cannot be undone: its Job web-copy-gone is gone",
    });
    assert.deepEqual([rollback.jobs, saved], [undefined, []]);
  });

  it("leaves on record which succeeded, which failed, and which were not begun after that", async () => {
    const { rollback, context, saved } = undoing();
    const failure = await undoRuns([run, older, oldest], rollback, context);
    assert.equal(failure?.run, older);
    const left = [
      ["undo", "succeeded", run.name, "v2"],
      ["undo", "failed", older.name, "v1"],
      ["undo", "skipped", oldest.name, "v0"],
    ];
    assert.deepEqual(saved.at(-1), left);
    assert.equal(rollback.jobs?.[2]?.reason, "not begun, as that of copy failed");
    const half = halfUndone(rollback);
    assert.equal(
      half && undoneText(half),
      "undone: job migrate of web v2; not undone: job copy of web v1, job seed of web v0",
    );
  });

  it("leaves on record one that could not be made at all", async () => {
    const { rollback, context } = undoing();
    const refused = () => Promise.reject(new Error("the quota is full"));
    context.cluster.batch.createNamespacedJob = refused;
    await undoRuns([run], rollback, context);
    assert.deepEqual(
      rollback.jobs?.map(({ runs, result, reason }) => [runs, result, reason]),
      [["undo", "failed", "job migrate of web is not undone: the quota is full"]],
    );
  });
});

/** Jobs that name their undo; the one of `copy` ends badly, all others well, at once. */
function jobs() {
  const annotations = { "releases/undo": JSON.stringify({ command: ["/undo"] }) };
  const template = { spec: { containers: [{ name: "migrate", image: "web:v2" }] } };
  const job = ({ name = "", job: of }: JobRun): [string, V1Job] => {
    const labels = { "releases/service": "web", "releases/job": of, "releases/job-runs": "before" };
    return [name, { metadata: { name, namespace: "staging", labels, annotations }, spec: { template } }];
  };
  const known = new Map([run, older, oldest].map(job));
  return {
    readNamespacedJob: ({ name }: { name: string }) => Promise.resolve(known.get(name)),
    createNamespacedJob: ({ body }: { body: V1Job }) => {
      const type = body.metadata?.labels?.["releases/job"] === "copy" ? "Failed" : "Complete";
      const done = { ...body, status: { conditions: [{ type, status: "True", message: "no room" }] } };
      known.set(body.metadata?.name ?? "", done);
      return Promise.resolve(done);
    },
  };
}
