import assert from "node:assert/strict";
import type { V1Job } from "@kubernetes/client-node";
import { undoJob } from "../../../release/jobs/undoJob.ts";

function job(undo?: string): V1Job {
  const labels = { "releases/service": "web", "releases/job": "migrate", "releases/job-runs": "before" };
  const annotations = undo === undefined ? {} : { "releases/undo": undo };
  return {
    metadata: { name: "web-migrate-0123abcd", namespace: "staging", uid: "1", labels, annotations },
    spec: {
      ...{ backoffLimit: 2, activeDeadlineSeconds: 60, selector: { matchLabels: { "controller-uid": "1" } } },
      template: {
        metadata: { labels: { ...labels, "batch.kubernetes.io/job-name": "x", "controller-uid": "1" } },
        spec: { restartPolicy: "Never", containers: [{ name: "migrate", image: "web:v2", args: ["up"] }] },
      },
    },
  };
}

describe("the job that takes back what another did", () => {
  it("is the same pod with another command, and goes by itself", () => {
    const undo = undoJob(job('{"command":["/migrate","down"]}'), "89abcdef");
    const labels = {
      ...{ "releases/service": "web", "releases/job": "migrate", "releases/job-runs": "undo" },
      "app.kubernetes.io/managed-by": "release",
    };
    assert.deepEqual(undo, {
      ...{ apiVersion: "batch/v1", kind: "Job" },
      metadata: { name: "web-migrate-89abcdef", namespace: "staging", labels },
      spec: {
        ...{ ttlSecondsAfterFinished: 3600, backoffLimit: 2, activeDeadlineSeconds: 60 },
        template: {
          metadata: { labels },
          spec: {
            restartPolicy: "Never",
            containers: [{ name: "migrate", image: "web:v2", command: ["/migrate", "down"] }],
          },
        },
      },
    });
  });

  it("is none where none is named", () => {
    assert.equal(undoJob(job(), "89abcdef"), undefined);
  });
});
