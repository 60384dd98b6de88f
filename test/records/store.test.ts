import assert from "node:assert/strict";
import { ApiException } from "@kubernetes/client-node";
import type { Cluster } from "../../cluster/cluster.ts";
import { beyondBound, clusterRecords } from "../../records/store.ts";
import { change, record } from "../release/builders.ts";

describe("the bound on records", () => {
  it("removes the oldest, but never a service's newest good release", () => {
    const docs = record(1, { changes: [change("docs", undefined, "v1")] });
    const older = record(2);
    const failed = record(3, { result: "rolled back" });
    const newest = record(4);
    assert.deepEqual(
      beyondBound([newest, failed, older, docs], 1).map(({ id }) => id),
      [failed.id, older.id],
    );
  });

  it("removes nothing within the bound", () => {
    assert.deepEqual(beyondBound([record(2), record(1)], 2), []);
  });
});

describe("a record in a namespace whose quota is full", () => {
  const quota = () =>
    Promise.reject(new ApiException(403, "", { message: "configmaps is forbidden: exceeded quota: objects" }, {}));
  const saving = (replaceNamespacedConfigMap: () => Promise<unknown>) => {
    const core = { createNamespacedConfigMap: quota, replaceNamespacedConfigMap };
    const scope = { namespace: "staging", project: "releases", stack: "staging" };
    return clusterRecords({ core } as unknown as Cluster, scope).save(record(1));
  };

  it("is closed where it is there: another process has opened it", async () => {
    let replaced = 0;
    await saving(() => Promise.resolve((replaced += 1)));
    assert.equal(replaced, 1);
  });

  it("is refused for the quota where it is not there", async () => {
    const missing = () => Promise.reject(new ApiException(404, "", { message: "not found" }, {}));
    await assert.rejects(saving(missing), /exceeded quota: objects/);
  });
});

describe("the records of a stack", () => {
  it("are listed by time, newest first, those of a plain pulumi up among them", async () => {
    const plain = { ...record(2), id: "pulumi-1795309202" };
    const items = [record(1), plain, record(3)].map((one) => ({ data: { "record.json": JSON.stringify(one) } }));
    const core = { listNamespacedConfigMap: () => Promise.resolve({ items }) };
    const scope = { namespace: "staging", project: "releases", stack: "staging" };
    const found = await clusterRecords({ core } as unknown as Cluster, scope).list();
    assert.deepEqual(
      found.map(({ id }) => id),
      [record(3).id, plain.id, record(1).id],
    );
  });
});
