import assert from "node:assert/strict";
import { ApiException } from "@kubernetes/client-node";
import type { Cluster } from "../../../cluster/cluster.ts";
import { followJob } from "../../../rollout/jobs/follow.ts";

it("a Job that is deleted while it is followed is over: a schedule that replaces its runs deletes the one before", async () => {
  let looks = 0;
  const none = () => Promise.resolve({ items: [] });
  const metadata = { name: "backup-run-1", namespace: "staging" };
  const cluster = {
    batch: {
      readNamespacedJob: () => {
        looks += 1;
        if (looks <= 2) return Promise.resolve({ metadata, spec: {}, status: {} });
        return Promise.reject(new ApiException(404, "", "{}", {}));
      },
    },
    core: { listNamespacedPod: none, listNamespacedEvent: none },
  } as unknown as Cluster;
  const workload = { kind: "Job" as const, namespace: "staging", name: "backup-run-1" };
  const options = { emit: () => undefined, signal: new AbortController().signal, deadlineSeconds: 3600 };
  const status = await followJob(cluster, workload, { ...options, finished: true });
  assert.equal(status?.phase, "failed");
  assert.equal(status.message, "job backup-run-1 was deleted before its end was seen");
});
