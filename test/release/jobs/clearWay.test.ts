import assert from "node:assert/strict";
import { ApiException } from "@kubernetes/client-node";
import type { Cluster } from "../../../cluster/cluster.ts";
import type { ReleaseContext } from "../../../release/context.ts";
import { clearWay, jobsInTheWay } from "../../../release/jobs/clearWay.ts";
import type { JobRun } from "../../../records/jobRun.ts";
import { change, record } from "../builders.ts";

const run = (version: string, older: JobRun["older"], result: JobRun["result"] = "succeeded"): JobRun => ({
  ...{ service: "web", job: "migrate", runs: "before", older, version, result, name: `web-migrate-${version}` },
});

describe("a failed release's jobs", () => {
  const good = record(1, { changes: [change("web", undefined, "v1")] });
  const failed = (...jobs: JobRun[]) => record(3, { changes: [change("web", "v1", "v3")], result: "running", jobs });
  const web = { service: "web" };

  it("keep the service from going back where older versions do not go with them", () => {
    assert.deepEqual(jobsInTheWay(failed(run("v3", "no")), [good], web, true), {
      undo: [],
      keep: "job migrate ran with v3 (compatible: false), and v1 is not said to go with what it did",
    });
  });

  it("are undone where they can be, and no matter where older versions go with them", () => {
    const undone = run("v3", "undone");
    assert.deepEqual(jobsInTheWay(failed(undone), [good], web, true), { undo: [undone] });
    assert.deepEqual(jobsInTheWay(failed(run("v3", "yes")), [good], web, true), { undo: [] });
  });

  it("stand in no way as long as the pods are the old ones; what can be undone is", () => {
    assert.deepEqual(jobsInTheWay(failed(run("v3", "no")), [good], web, false), { undo: [] });
    const undone = run("v3", "undone");
    assert.deepEqual(jobsInTheWay(failed(undone), [good], web, false), { undo: [undone] });
  });

  it("of a release before that was stopped stand in the way of the next one's, too", () => {
    const stopped = record(2, { changes: [change("web", "v1", "v2")], result: "failed", jobs: [run("v2", "no")] });
    const { keep } = jobsInTheWay(failed(run("v3", "yes")), [stopped, good], web, false);
    assert.equal(keep, "job migrate ran with v2 (compatible: false), and v1 is not said to go with what it did");
  });

  it("are nothing to a service that never served", () => {
    assert.deepEqual(jobsInTheWay(failed(run("v3", "no")), [], web, true), { undo: [] });
  });

  it("ask nothing of the cluster where none stands in the way: it may be away just now", async () => {
    const away = new Proxy({} as Cluster, {
      get: (_, name) => {
        throw new Error(`asked for ${String(name)}`);
      },
    });
    const context = { cluster: away, emit: () => undefined } as unknown as ReleaseContext;
    const now = failed();
    now.changes = [{ ...now.changes[0]!, revision: "1" }];
    assert.deepEqual(await clearWay(now, [good], context), new Map());
    const ran = { ...now, jobs: [run("v3", "no")] };
    await assert.rejects(clearWay(ran, [good], context), /asked for apps/);
  });

  it("of the new name stand in the old one's way once the new one's pods serve", async () => {
    const store = record(1, { changes: [change("store", undefined, "v1")] });
    const leaves = { ...change("store", "v1", "v1"), removed: true as const, renamedTo: "shop" };
    const renaming = () =>
      record(2, {
        changes: [change("shop", undefined, "v2"), leaves],
        ...{ result: "running", jobs: [{ ...run("v2", "no"), service: "shop" }] },
      });
    const kept = (availableReplicas: number) => {
      const cluster = { apps: { readNamespacedDeployment: () => Promise.resolve({ status: { availableReplicas } }) } };
      const context = { cluster, emit: () => undefined } as unknown as ReleaseContext;
      return clearWay(renaming(), [store], context).then((services) => [...services.keys()]);
    };
    assert.deepEqual(await kept(0), []);
    assert.deepEqual(await kept(1), ["store", "shop"]);
  });

  it("of a schedule stand in no way as long as its CronJob is the old one", async () => {
    const schedule = (version: string) => ({
      basic: { template: "schedule", cronJob: { schedule: "0 4 * * *" } },
      ...{ release: { version }, secrets: {} },
    });
    const of = { service: "web", namespace: "staging" };
    const before = record(1, { changes: [{ ...of, after: schedule("v1") }] });
    const kept = (generation: number) => {
      const none = () => Promise.reject(new ApiException(404, "NotFound", "", {}));
      const cluster = {
        apps: { readNamespacedDeployment: none },
        batch: { readNamespacedCronJob: () => Promise.resolve({ metadata: { generation } }) },
      };
      const now = record(2, {
        changes: [{ ...of, before: schedule("v1"), after: schedule("v2"), revision: "4" }],
        ...{ result: "running", jobs: [run("v2", "no")] },
      });
      return clearWay(now, [before], { cluster, emit: () => undefined } as unknown as ReleaseContext);
    };
    assert.deepEqual([...(await kept(4)).keys()], []);
    assert.deepEqual([...(await kept(5)).keys()], ["web"]);
  });
});
