import assert from "node:assert/strict";
import type { Service } from "../../../components/config/stackConfig.ts";
import type { Mounter } from "../../../release/check/mounters.ts";
import { sharersOf } from "../../../release/check/sharedClaims.ts";

const claims = ["docs-data"];
const ours = (name: string) => ({ "app.kubernetes.io/name": name, "app.kubernetes.io/managed-by": "pulumi" });
const deployment = (name: string, labels = ours(name)): Mounter => ({ kind: "Deployment", name, labels, claims });
const pod = (name: string, owner?: { kind: string; name: string }, labels: Mounter["labels"] = {}): Mounter => ({
  ...{ kind: "Pod", name, labels, claims },
  ...(owner === undefined ? {} : { owner }),
});
const asking = (name: string, namespace: string, from: string) =>
  ({ name, namespace, volumes: { shared: { kind: "claim", from } } }) as unknown as Service;

describe("who else mounts a volume of a service that leaves", () => {
  const sharers = (mounters: Mounter[], services: Service[] = []) =>
    sharersOf({ name: "docs-data", namespace: "shop" }, ["docs", "old"], mounters, services);

  it("is nobody where these are its own pods, or those of what leaves along", () => {
    const replicaSet = (name: string) => ({ kind: "ReplicaSet", name });
    assert.deepEqual(
      sharers([
        deployment("docs"),
        pod("docs-5d4f-abcde", replicaSet("docs-5d4f"), ours("docs")),
        // Adopted: under the labels that it had.
        pod("docs-6c7b-fghij", replicaSet("docs-6c7b"), { app: "documentation" }),
        deployment("docs-canary", ours("docs")),
        deployment("old"),
        pod("docs-backup-run-1-x", { kind: "Job", name: "docs-backup-run-1" }, { "releases/service": "docs" }),
        { ...pod("reader"), claims: ["web-data"] },
      ]),
      [],
    );
  });

  it("is a workload of its own, named once; else its pods, with what made them", () => {
    assert.deepEqual(
      sharers([
        deployment("web"),
        pod("web-5d4f-abcde", { kind: "ReplicaSet", name: "web-5d4f" }, ours("web")),
        { ...deployment("report"), kind: "CronJob" },
        pod("db-0", { kind: "StatefulSet", name: "db" }),
        pod("docs-api-5d4f-abcde", { kind: "ReplicaSet", name: "docs-api-5d4f" }),
        pod("reader"),
      ]),
      [
        ...["Deployment web", "CronJob report", "Pod db-0 of StatefulSet db"],
        ...["Pod docs-api-5d4f-abcde of ReplicaSet docs-api-5d4f", "Pod reader"],
      ],
    );
  });

  it("is a service that is to mount it by the stack's file, in the same namespace", () => {
    const services = [asking("web", "shop", "docs-data"), asking("api", "other", "docs-data")];
    assert.deepEqual(sharers([], [...services, asking("old", "shop", "docs-data"), asking("x", "shop", "other")]), [
      "service web, by the stack's file",
    ]);
    assert.deepEqual(sharers([deployment("web")], services), ["Deployment web"]);
  });
});
