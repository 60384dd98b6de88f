import assert from "node:assert/strict";
import type { V1Job } from "@kubernetes/client-node";
import type { ReleaseContext } from "../../../release/context.ts";
import type { JobRun } from "../../../records/jobRun.ts";
import { undoRuns } from "../../../release/jobs/undo.ts";
import { record } from "../builders.ts";

const run: JobRun = {
  ...{ service: "web", job: "migrate", runs: "before", older: "undone", version: "v2", result: "succeeded" },
  ...{ namespace: "staging", name: "web-migrate-aaaaaaaa" },
};

function undoing() {
  const none = () => Promise.resolve({ items: [] });
  const saved: unknown[] = [];
  const rollback = record(3, { kind: "rollback", result: "running" });
  const context = {
    cluster: { batch: jobs(), core: { listNamespacedPod: none, listNamespacedEvent: none } },
    records: {
      save: ({ jobs: known = [] }: typeof rollback) => {
        saved.push(known.map(({ runs, result, undoes }) => [runs, result, undoes]));
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
    assert.deepEqual(saved, [[["undo", "succeeded", run.name]]]);
  });

  it("is not begun where one of them cannot be undone", async () => {
    const { rollback, context, saved } = undoing();
    const gone: JobRun = { ...run, job: "copy", version: "v1", name: "web-copy-bbbbbbbb" };
    assert.deepEqual(await undoRuns([run, gone], rollback, context), {
      run: gone,
      message: "job copy of web cannot be undone: its Job web-copy-bbbbbbbb is gone",
    });
    assert.deepEqual([rollback.jobs, saved], [undefined, []]);
  });
});

/** A Job that names its undo, and whatever is made ends well at once. */
function jobs() {
  const labels = { "releases/service": "web", "releases/job": "migrate", "releases/job-runs": "before" };
  const annotations = { "releases/undo": JSON.stringify({ command: ["/undo"] }) };
  const template = { spec: { containers: [{ name: "migrate", image: "web:v2" }] } };
  const known = new Map<string, V1Job>([
    [
      run.name ?? "",
      { metadata: { name: run.name ?? "", namespace: "staging", labels, annotations }, spec: { template } },
    ],
  ]);
  return {
    readNamespacedJob: ({ name }: { name: string }) => Promise.resolve(known.get(name)),
    createNamespacedJob: ({ body }: { body: V1Job }) => {
      const done = { ...body, status: { conditions: [{ type: "Complete", status: "True" }] } };
      known.set(body.metadata?.name ?? "", done);
      return Promise.resolve(done);
    },
  };
}
