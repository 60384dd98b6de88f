import assert from "node:assert/strict";
import type { V1PodSpec } from "@kubernetes/client-node";
import type { Cluster } from "../../../cluster/cluster.ts";
import { Cleaner, podSpecs } from "../../../rollout/evidence/clean.ts";
import { emptySnapshot } from "../../../rollout/snapshot.ts";

/** A pod that reads one Secret. */
function podOf(secret: string): V1PodSpec {
  return { containers: [{ name: "shop", envFrom: [{ secretRef: { name: secret } }] }] };
}

/** A cluster with these Secrets, and the names of those that were read. */
function clusterWith(secrets: Record<string, string>): { cluster: Cluster; read: string[] } {
  const read: string[] = [];
  const readNamespacedSecret = ({ name }: { name: string }) => {
    read.push(name);
    const value = secrets[name];
    if (value === undefined) return Promise.reject(new Error("forbidden"));
    return Promise.resolve({ data: { key: Buffer.from(value).toString("base64") } });
  };
  return { cluster: { core: { readNamespacedSecret } } as unknown as Cluster, read };
}

describe("texts of the cluster and of pods", () => {
  it("lose terminal escapes, what the pods' Secrets hold, and what looks like a secret", async () => {
    const { cluster } = clusterWith({ db: "hunter22" });
    const clean = await new Cleaner(cluster, "staging").by([podOf("db")]);
    assert.equal(
      clean("Readiness probe failed: \u001b[2J\u001b]0;owned\u0007login hunter22 refused, token=abcdefgh"),
      "Readiness probe failed: login [secret] refused, token=[secret]",
    );
  });

  it("keep the names by which everybody calls the objects, though a Secret holds one as well: a user, say", async () => {
    const { cluster } = clusterWith({ db: "shop", other: "staging" });
    const clean = await new Cleaner(cluster, "staging").by([podOf("db"), podOf("other")]);
    assert.equal(clean("container shop of pod shop-1 in staging"), "container shop of pod shop-1 in staging");
  });

  it("cost one read of each Secret; one that cannot be read is left out, and asked again", async () => {
    const { cluster, read } = clusterWith({ db: "hunter22" });
    const cleaner = new Cleaner(cluster, "staging");
    await cleaner.by([podOf("db"), podOf("db"), podOf("gone")]);
    const clean = await cleaner.by([podOf("db"), podOf("gone")]);
    assert.deepEqual(read, ["db", "gone", "gone"]);
    assert.equal(clean("hunter22"), "[secret]");
  });

  it("are those of the pods wanted and of those there", () => {
    const workload = { kind: "Deployment", namespace: "staging", name: "shop" } as const;
    const snapshot = {
      ...emptySnapshot(workload),
      deployment: { spec: { selector: {}, template: { spec: podOf("new") } } },
      pods: [{ spec: podOf("old") }, {}],
    };
    assert.deepEqual(podSpecs(snapshot), [podOf("new"), podOf("old")]);
  });
});
