import assert from "node:assert/strict";
import fc from "fast-check";
import { defaultLimits } from "../../rollout/limits.ts";
import { emptySnapshot, type RolloutSnapshot } from "../../rollout/snapshot.ts";
import { status } from "../../rollout/status.ts";
import { viewPods } from "../../rollout/pods.ts";
import * as make from "./builders.ts";
import { anySnapshot } from "./arbitraries.ts";

const { now, rollout } = make;
const start = { at: now - 10_000, restarts: new Map<string, number>() };

function verdict(parts: make.DeploymentParts, rest: Partial<RolloutSnapshot> = {}) {
  const replicaSets = [make.replicaSet("new", "lab/web:v2", { available: parts.available ?? 0 })];
  return status(rollout({ deployment: make.deployment(parts), replicaSets, ...rest }), defaultLimits, now, start);
}

describe("status", () => {
  it("is complete when all pods are new and available", () => {
    assert.deepEqual(verdict({ updated: 3, available: 3 }), {
      phase: "complete",
      message: "3 pods available",
      counts: { desired: 3, updated: 3, ready: 3, available: 3, old: 0 },
    });
  });

  it("is complete at no replicas", () => {
    assert.equal(verdict({ replicas: 0 }).message, "no pods asked for");
  });

  const progressing: [string, make.DeploymentParts, string][] = [
    [
      "the controller has not looked",
      { observed: 1, updated: 3, available: 3 },
      "the Deployment controller has not seen the change yet",
    ],
    ["pods are still to be made", { updated: 1, total: 4, available: 3 }, "1 of 3 new pods made, 3 old to go"],
    ["new pods are not available", { updated: 3, available: 2 }, "2 of 3 new pods available, 2 ready"],
    ["an old pod is left", { updated: 3, total: 4, available: 4 }, "1 old pod to go"],
    ["more pods than asked for", { replicas: 2, updated: 3, available: 3 }, "1 pod too many"],
    ["it is paused", { updated: 0, total: 3, available: 3, spec: { paused: true } }, "Deployment website is paused"],
  ];
  for (const [when, parts, message] of progressing) {
    it(`is progressing while ${when}`, () => {
      const { phase, message: said } = verdict(parts);
      assert.deepEqual([phase, said], ["progressing", message]);
    });
  }

  it("does not take an older generation's completion for this one's", () => {
    const done = rollout({ deployment: make.deployment({ updated: 3, available: 3, generation: 2 }) });
    assert.equal(status(done, defaultLimits, now, { ...start, minGeneration: 2 }).phase, "complete");
    assert.equal(status(done, defaultLimits, now, { ...start, minGeneration: 3 }).phase, "progressing");
  });

  it("is progressing before the Deployment exists, and times out if it never does", () => {
    const nothing = emptySnapshot(make.workload);
    assert.equal(status(nothing, defaultLimits, now).message, "the Deployment is not there yet");
    const late = status(nothing, { ...defaultLimits, deadlineSeconds: 10 }, now, start);
    assert.deepEqual(
      [late.phase, late.message],
      ["timedOut", "not done within the deadline of 10 s: the Deployment is not there"],
    );
  });

  it("goes on beyond an evicted pod to complete", () => {
    const evicted = make.pod("a", { phase: "Failed", reason: "Evicted" });
    assert.equal(verdict({ updated: 3, available: 3 }, { pods: [evicted] }).phase, "complete");
  });

  describe("past its deadline", () => {
    const limits = { ...defaultLimits, deadlineSeconds: 10 };

    it("names the readiness probe that never succeeded", () => {
      const pod = make.pod("a", { containers: [make.container(make.running)] });
      const events = [make.event(pod, "Unhealthy", "Readiness probe failed: HTTP probe failed with statuscode: 404")];
      const late = status(rollout({ pods: [pod], events }), limits, now, start);
      assert.equal(late.phase, "timedOut");
      assert.equal(late.cause?.code, "NeverReady");
      assert.equal(
        late.message,
        "not done within the deadline of 10 s: container web of pod website-new-a runs but is never ready; its readiness probe fails: HTTP probe failed with statuscode: 404",
      );
    });

    it("names the startup probe that is not through", () => {
      const startupProbe = { periodSeconds: 10, failureThreshold: 30 };
      const pod = make.pod("a", {
        containers: [make.container(make.running, { started: false })],
        spec: { startupProbe },
      });
      assert.equal(status(rollout({ pods: [pod] }), limits, now, start).cause?.code, "StartupProbeFailed");
    });

    it("has no patience left for what might have mended itself", () => {
      const pod = make.pod("a", { conditions: [make.unschedulable("Insufficient cpu", 8)] });
      const late = status(rollout({ pods: [pod] }), limits, now, start);
      assert.deepEqual([late.phase, late.cause?.code], ["timedOut", "Unschedulable"]);
    });

    it("says which pod waits where no event says why", () => {
      const pod = make.pod("a", { containers: [make.container(make.waiting("ContainerCreating"))] });
      const { cause } = status(rollout({ pods: [pod] }), limits, now, start);
      assert.equal(
        cause?.message,
        "not done within the deadline of 10 s: 0 of 3 new pods available, 3 old to go; pod website-new-a is pending: ContainerCreating",
      );
    });

    it("says how far it came when nothing stands in the way", () => {
      const late = status(rollout(), limits, now, start);
      assert.deepEqual(late.cause, {
        code: "DeadlineExceeded",
        message: "not done within the deadline of 10 s: 0 of 3 new pods available, 3 old to go",
        object: { kind: "Deployment", namespace: "staging", name: "website" },
        command: "kubectl describe deployment -n staging website",
      });
    });
  });

  describe("past progressDeadlineSeconds", () => {
    const condition = {
      type: "Progressing",
      status: "False",
      reason: "ProgressDeadlineExceeded",
      lastUpdateTime: make.ago(5),
    };
    const stuck = (write: number) => {
      const deployment = make.deployment({
        updated: 1,
        total: 4,
        available: 3,
        spec: { progressDeadlineSeconds: 30 },
        conditions: [condition],
        managedFields: [{ manager: "kubectl", time: make.ago(write), fieldsV1: { "f:spec": {} } }],
      });
      return status(rollout({ deployment }), defaultLimits, now, start);
    };

    it("times out", () => {
      const { phase, cause } = stuck(40);
      assert.equal(phase, "timedOut");
      assert.equal(cause?.code, "ProgressDeadlineExceeded");
      assert.equal(
        cause.message,
        "no progress within progressDeadlineSeconds (30 s): 0 of 3 new pods available, 3 old to go",
      );
    });

    it("does not when the condition is older than the spec: the rollout before this one failed", () => {
      assert.equal(stuck(4).phase, "progressing");
    });
  });

  it("is total: never throws, however little is filled in", () => {
    fc.assert(
      fc.property(anySnapshot, fc.integer({ min: 0, max: 400_000 }), (snapshot, elapsed) => {
        const found = status(snapshot, defaultLimits, now, { at: now - elapsed, restarts: new Map() });
        assert.ok(["progressing", "complete", "failed", "timedOut"].includes(found.phase));
        assert.equal(found.cause !== undefined, found.phase === "failed" || found.phase === "timedOut");
        viewPods(snapshot, now);
      }),
      { numRuns: 1000 },
    );
  });

  it("is complete exactly when the counts say so", () => {
    const count = fc.integer({ min: 0, max: 4 });
    fc.assert(
      fc.property(
        count,
        count,
        count,
        count,
        count,
        count,
        (replicas, generation, observed, updated, available, total) => {
          const found = verdict({ replicas, generation, observed, updated, available, total });
          const counts = observed >= generation && updated === replicas && total <= updated && available >= updated;
          assert.equal(found.phase === "complete", counts);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it("does not depend on the surge and unavailability that the strategy allows", () => {
    const share = fc.oneof(
      fc.integer({ min: 0, max: 5 }),
      fc.integer({ min: 0, max: 100 }).map((percent) => `${percent}%`),
    );
    fc.assert(
      fc.property(share, share, (maxSurge, maxUnavailable) => {
        const spec = { strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge, maxUnavailable } } };
        assert.equal(verdict({ updated: 3, available: 3, spec }).phase, "complete");
        assert.equal(verdict({ updated: 3, available: 2, spec }).phase, "progressing");
      }),
    );
  });
});
