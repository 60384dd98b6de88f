import assert from "node:assert/strict";
import { ApiException, type V1Pod } from "@kubernetes/client-node";
import type { Cluster } from "../../cluster/cluster.ts";
import { podGone } from "../../cluster/podGone.ts";

const home = { namespace: "shop", stack: "prod" };
const pod = "release-watch-prod-7d9f8c6b5-x2x4z";
const since = new Date("2026-11-28T12:00:00Z");

function clusterWith(answer: V1Pod | number): Cluster {
  const readNamespacedPod = () =>
    typeof answer === "number" ? Promise.reject(new ApiException(answer, "no", {}, {})) : Promise.resolve(answer);
  return { core: { readNamespacedPod } } as unknown as Cluster;
}
function startedAt(time: string): V1Pod {
  const state = { running: { startedAt: new Date(time) } };
  const status = { name: "watch", image: "", imageID: "", ready: true, restartCount: 0, state };
  return { status: { containerStatuses: [status] } };
}

describe("whether a lock's holder was in a pod that is gone", () => {
  it("is so where the pod is gone, or its container was started anew since", async () => {
    assert.equal(await podGone(clusterWith(404), home, pod, since), true);
    assert.equal(await podGone(clusterWith(startedAt("2026-11-28T12:00:05Z")), home, pod, since), true);
    assert.equal(await podGone(clusterWith(startedAt("2026-11-28T11:59:00Z")), home, pod, since), false);
  });

  it("is so of a pod of the console, too", async () => {
    assert.equal(await podGone(clusterWith(404), home, "release-console-prod-7d9f8c6b5-x2x4z", since), true);
  });

  it("is not known of a pod that nobody lets us see, or that starts", async () => {
    assert.equal(await podGone(clusterWith(403), home, pod, since), false);
    assert.equal(await podGone(clusterWith({}), home, pod, since), false);
  });

  it("is not known of any other machine", async () => {
    for (const host of [
      "ada-laptop",
      "release-watch-prod",
      "release-watch-staging-7d9f8c6b5-x2x4z",
      "release-console-staging-7d9f8c6b5-x2x4z",
      `${pod}.example`,
    ]) {
      assert.equal(await podGone(clusterWith(404), home, host, since), false, host);
    }
  });
});
