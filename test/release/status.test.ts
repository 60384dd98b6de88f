import assert from "node:assert/strict";
import type { V1Deployment } from "@kubernetes/client-node";
import { deploymentStatus, versionOf, withDrift, type LiveStatus } from "../../release/status.ts";

function deployment(status: V1Deployment["status"], replicas = 2): V1Deployment {
  const template = { spec: { containers: [{ name: "web", image: "localhost/web:v2" }] } };
  return { metadata: { generation: 3 }, spec: { replicas, selector: {}, template }, status: status ?? {} };
}

describe("what serves now", () => {
  it("is healthy once all pods are new and available", () => {
    const status = { observedGeneration: 3, replicas: 2, updatedReplicas: 2, availableReplicas: 2 };
    assert.deepEqual(deploymentStatus(deployment(status)), {
      ...{ runs: "v2", desired: 2, available: 2, state: "healthy", message: "" },
    });
  });

  for (const [what, status] of [
    ["an older generation was seen", { observedGeneration: 2, replicas: 2, updatedReplicas: 2, availableReplicas: 2 }],
    ["old pods are still there", { observedGeneration: 3, replicas: 3, updatedReplicas: 2, availableReplicas: 2 }],
    ["not all are new", { observedGeneration: 3, replicas: 2, updatedReplicas: 1, availableReplicas: 2 }],
  ] as const) {
    it(`is rolling while ${what}`, () => {
      assert.equal(deploymentStatus(deployment(status)).state, "rolling");
    });
  }

  it("is failing, in the Deployment's own words, once it makes no progress", () => {
    const conditions = [{ type: "Progressing", status: "False", message: "has timed out progressing." }];
    const { state, message } = deploymentStatus(
      deployment({ observedGeneration: 3, availableReplicas: 1, conditions }),
    );
    assert.deepEqual([state, message], ["failing", "has timed out progressing."]);
  });

  it("is failing once a rollout was through and no pod is left that serves", () => {
    const through = [{ type: "Progressing", status: "True", reason: "NewReplicaSetAvailable" }];
    const seen = { observedGeneration: 3, replicas: 2, updatedReplicas: 2, conditions: through };
    const { state, message } = deploymentStatus(deployment(seen));
    assert.deepEqual([state, message], ["failing", "0 of 2 available"]);
    assert.equal(deploymentStatus(deployment({ ...seen, availableReplicas: 1 })).state, "rolling");
    const first = [{ type: "Progressing", status: "True", reason: "ReplicaSetUpdated" }];
    assert.equal(deploymentStatus(deployment({ ...seen, conditions: first })).state, "rolling");
  });

  it("is absent before the first release", () => {
    const absent = { desired: 0, available: 0, state: "absent", message: "not released yet" };
    assert.deepEqual(deploymentStatus(undefined), absent);
  });

  it("has drifted, or is lost, whatever Kubernetes makes of what is there", () => {
    const healthy = { service: "web", namespace: "shop", wanted: "v1", desired: 2, available: 2, message: "" };
    const web = { service: "web", kind: "Deployment", name: "web", state: "changed" as const };
    const drift = [
      { ...web, fields: [{ path: "spec.replicas" }, { path: "spec.paused" }] },
      { ...web, service: "docs", state: "lost" as const, fields: [] },
    ];
    const told = ({ state, message }: LiveStatus) => [state, message];
    assert.deepEqual(told(withDrift({ ...healthy, state: "healthy" }, drift)), ["drifted", "2 fields changed by hand"]);
    assert.deepEqual(told(withDrift({ ...healthy, state: "failing", message: "down" }, drift)), ["failing", "down"]);
    assert.deepEqual(told(withDrift({ ...healthy, service: "docs", state: "absent" }, drift)), [
      "lost",
      "Deployment web",
    ]);
    assert.deepEqual(told(withDrift({ ...healthy, service: "api", state: "healthy" }, drift)), ["healthy", ""]);
  });

  it("names the version as a person wrote it", () => {
    assert.equal(versionOf("docker.example/lab/web:v2"), "v2");
    assert.equal(versionOf("docker.example:5000/lab/web"), "latest");
    assert.equal(versionOf("localhost/web@sha256:ab12"), "sha256:ab12");
  });
});
