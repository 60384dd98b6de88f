import assert from "node:assert/strict";
import { NamespaceStore, uidOf } from "../../rollout/namespaceStore.ts";
import * as make from "./builders.ts";

function filled(): NamespaceStore {
  const store = new NamespaceStore();
  const { deployment } = make.rollout();
  store.deployments.set("deployment", deployment!);
  for (const replicaSet of [make.replicaSet("old"), make.replicaSet("new")])
    store.replicaSets.set(uidOf(replicaSet), replicaSet);
  for (const pod of [make.pod("a"), make.pod("o", { of: "old" }), make.pod("x", { of: "other" })])
    store.pods.set(uidOf(pod), pod);
  return store;
}

describe("the objects of a namespace", () => {
  it("give a Deployment what belongs to it, and nothing else", () => {
    const { replicaSets, pods } = filled().snapshot(make.workload);
    assert.deepEqual(replicaSets.map(uidOf), ["rs-old", "rs-new"]);
    assert.deepEqual(pods.map(uidOf), ["pod-a", "pod-o"]);
  });

  it("give an empty picture of a Deployment that is not there", () => {
    const { deployment, pods } = filled().snapshot({ ...make.workload, name: "other" });
    assert.deepEqual([deployment, pods], [undefined, []]);
  });

  it("know whose a pod, a ReplicaSet and an event is; not before the links are known", () => {
    const store = filled();
    assert.equal(store.deploymentOf(make.pod("a")), "website");
    assert.equal(store.deploymentOf(make.replicaSet("new")), "website");
    assert.equal(store.deploymentOf(make.pod("x", { of: "other" })), undefined);
    assert.equal(store.deploymentOfEvent(make.event(make.pod("a"), "BackOff", "")), "website");
    assert.equal(store.deploymentOfEvent(make.event(make.pod("z"), "BackOff", "")), undefined);
  });

  it("keep the events that bear on a verdict, also those that come before their object", () => {
    const store = new NamespaceStore();
    const pod = make.pod("a");
    for (const event of [
      make.event(pod, "BackOff", "x"),
      make.event(pod, "Killing", "y"),
      { ...make.event(pod, "Pulled", "z"), type: "Normal" },
    ]) {
      store.putEvent(event);
    }
    const { deployments, replicaSets, pods } = filled();
    for (const [uid, object] of deployments) store.deployments.set(uid, object);
    for (const [uid, object] of replicaSets) store.replicaSets.set(uid, object);
    for (const [uid, object] of pods) store.pods.set(uid, object);
    assert.deepEqual(
      store.snapshot(make.workload).events.map(({ reason }) => reason),
      ["BackOff", "Killing"],
    );
    store.deleteEvent(make.event(pod, "BackOff", "x"));
    assert.deepEqual(
      store.snapshot(make.workload).events.map(({ reason }) => reason),
      ["Killing"],
    );
  });

  it("give the claims that the pods name", () => {
    const store = filled();
    store.pods.set(
      "pod-a",
      make.pod("a", { volumes: [{ name: "data", persistentVolumeClaim: { claimName: "data" } }] }),
    );
    for (const claim of [make.claim("data", "Pending"), make.claim("other", "Bound")])
      store.claims.set(uidOf(claim), claim);
    assert.deepEqual(store.snapshot(make.workload).claims.map(uidOf), ["claim-data"]);
  });
});
