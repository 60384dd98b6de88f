import assert from "node:assert/strict";
import type { V1Job, V1Pod } from "@kubernetes/client-node";
import type { JobSnapshot } from "../../../rollout/jobs/job.ts";
import { jobStatus } from "../../../rollout/jobs/status.ts";
import { ago, now } from "../builders.ts";

const workload = { kind: "Job" as const, namespace: "staging", name: "shop-migrate-0123abcd" };

function job(conditions: object[] = [], attempts = 1): V1Job {
  const labels = { "releases/service": "shop", "releases/job": "migrate", "releases/job-runs": "before" };
  return {
    metadata: { ...workload, uid: "job", labels },
    spec: { backoffLimit: attempts - 1, activeDeadlineSeconds: 60, template: { spec: { containers: [] } } },
    status: { startTime: ago(30), conditions },
  } as unknown as V1Job;
}

function pod(name: string, phase: string, state: object): V1Pod {
  return {
    metadata: { name, namespace: "staging", uid: name, ownerReferences: [{ uid: "job", controller: true }] },
    spec: { containers: [{ name: "migrate" }] },
    status: { phase, containerStatuses: [{ name: "migrate", state, ready: false, restartCount: 0 }] },
  } as unknown as V1Pod;
}

const ended = (name: string, exitCode: number, parts: object = {}) =>
  pod(name, exitCode === 0 ? "Succeeded" : "Failed", {
    terminated: { exitCode, reason: exitCode === 0 ? "Completed" : "Error", finishedAt: ago(10), ...parts },
  });

function look(parts: Partial<JobSnapshot>) {
  return jobStatus({ workload, pods: [], events: [], job: job(), ...parts }, now, now - 30_000);
}

describe("a job", () => {
  it("waits, runs and succeeds, with the time that it took", () => {
    assert.deepEqual(look({}), {
      ...{ phase: "waiting", message: "job migrate of shop waits for its pod", attempt: 1, attempts: 1, seconds: 30 },
    });
    assert.equal(look({ pods: [pod("p1", "Running", { running: {} })] }).message, "job migrate of shop runs");
    assert.deepEqual(look({ pods: [ended("p1", 0)] }), {
      ...{ phase: "succeeded", message: "job migrate of shop succeeded after 20 s" },
      ...{ attempt: 1, attempts: 1, exitCode: 0, seconds: 20 },
    });
  });

  it("is tried again, and has failed with its last attempt, before its Job says so", () => {
    const three = job([], 3);
    const again = look({ job: three, pods: [ended("p1", 7), pod("p2", "Running", { running: {} })] });
    assert.equal(again.phase, "running");
    assert.equal(again.message, "job migrate of shop runs, attempt 2 of 3 (exit code 7 before)");
    const failed = look({ job: three, pods: [ended("p1", 7), ended("p2", 7), ended("p3", 8)] });
    assert.equal(failed.phase, "failed");
    assert.deepEqual(failed.cause, {
      code: "JobFailed",
      message: "job migrate of shop exited with code 8 in attempt 3 of 3",
      object: workload,
      command: "kubectl logs -n staging p3",
    });
  });

  it("that needs too much memory says so", () => {
    const { message } = look({ pods: [ended("p1", 137, { reason: "OOMKilled" })] });
    assert.equal(message, "job migrate of shop exited with code 137 (out of memory) after 20 s");
  });

  it("past its deadline is out of time", () => {
    const over = { type: "FailureTarget", status: "True", reason: "DeadlineExceeded" };
    const { phase, cause } = look({ job: job([over]), pods: [pod("p1", "Running", { running: {} })] });
    assert.equal(phase, "timedOut");
    assert.equal(cause?.code, "JobTimedOut");
    assert.equal(cause.message, "job migrate of shop was not over after 60 s (deadline)");
  });

  it("that cannot start is not waited for until its deadline", () => {
    const waiting = { waiting: { reason: "CreateContainerConfigError", message: 'secret "shop-secrets" not found' } };
    const { phase, cause } = look({ pods: [pod("p1", "Pending", waiting)] });
    assert.equal(phase, "failed");
    assert.equal(cause?.code, "ConfigMissing");
  });

  it("whose pods the cluster refuses has failed after a while, in the cluster's words", () => {
    const events = [{ reason: "FailedCreate", message: "pods is forbidden: exceeded quota: pods, used: 4" }];
    const refused = look({ events: events as unknown as JobSnapshot["events"] });
    assert.equal(refused.cause?.code, "QuotaExceeded");
    assert.equal(
      refused.message,
      "job migrate of shop: no pod can be made: pods is forbidden: exceeded quota: pods, used: 4",
    );
    const at = jobStatus(
      { workload, pods: [], events: events as unknown as JobSnapshot["events"], job: job() },
      now,
      now,
    );
    assert.equal(at.phase, "waiting");
  });
});
