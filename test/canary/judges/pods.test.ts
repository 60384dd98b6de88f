import assert from "node:assert/strict";
import { omit } from "../../../components/config/omit.ts";
import { podsJudge } from "../../../canary/judges/pods.ts";
import {
  container,
  crashLooping,
  deployment,
  now,
  pod,
  ready,
  replicaSet,
  rollout,
  running,
  terminated,
  unschedulable,
} from "../../rollout/builders.ts";

const since = now - 60_000;
const whole = { deployment: deployment({ replicas: 1, updated: 1, available: 1, total: 1 }) };
const well = (parts: object = {}) =>
  rollout({
    ...whole,
    pods: [pod("a", { containers: [container(running, { ready: true, ...parts })], conditions: [ready()] })],
  });

describe("judging a canary's pods", () => {
  it("finds them good that are available", () => {
    assert.deepEqual(podsJudge(since)(well(), undefined, now), { verdict: "good", message: "1 pod available" });
  });

  it("finds doomed ones bad at once, with the cause, and stays with it", () => {
    const judge = podsJudge(since);
    const bad = judge(rollout({ pods: [pod("a", { containers: [crashLooping(3)] })] }), undefined, now);
    assert.deepEqual(bad, {
      verdict: "bad",
      message: "container web of pod website-new-a exits with code 3 right after its start (2 times)",
    });
    assert.equal(judge(well(), undefined, now), bad);
  });

  it("has no pass for what was restarted since the step began, though it serves again", () => {
    const judge = podsJudge(since);
    judge(well(), undefined, now);
    assert.deepEqual(judge(well({ restartCount: 1, lastState: terminated(3) }), undefined, now), {
      verdict: "unsure",
      message: "1 pod available, but container web of pod website-new-a was restarted once (exit code 3)",
    });
  });

  it("does not hold restarts of former steps against them", () => {
    assert.equal(podsJudge(since)(well({ restartCount: 4, lastState: terminated(3) }), undefined, now).verdict, "good");
  });

  it("is unsure while they are not there, or nobody gets to see them", () => {
    const judge = podsJudge(since);
    assert.deepEqual(judge(undefined, undefined, now), { verdict: "unsure", message: "not seen yet" });
    assert.deepEqual(judge(omit(rollout(), "deployment"), undefined, now), {
      verdict: "unsure",
      message: "the Deployment is not there yet",
    });
    assert.deepEqual(judge(well(), "connect ECONNREFUSED", now), {
      verdict: "unsure",
      message: "the API server does not answer (connect ECONNREFUSED)",
    });
  });

  it("gives a step no deadline", () => {
    const { verdict } = podsJudge(now - 86_400_000)(rollout(), undefined, now);
    assert.equal(verdict, "unsure");
  });

  describe("once all were available in this step", () => {
    const scaled = { deployment: deployment({ replicas: 2, updated: 2, available: 1, total: 2 }) };
    const good = pod("a", { containers: [container(running, { ready: true })], conditions: [ready()] });
    const pending = (message: string, more: object = {}) =>
      rollout({ ...scaled, pods: [good, pod("b", { conditions: [unschedulable(message, 600)], ...more })] });

    it("does not blame the version for a cluster that has no room for one more pod", () => {
      const full = "0/3 nodes are available: 3 Insufficient cpu";
      const late = now + 600_000;
      assert.equal(podsJudge(since)(pending(full), undefined, late).verdict, "bad");
      const judge = podsJudge(since);
      judge(well(), undefined, now);
      assert.deepEqual(judge(pending(full), undefined, late), {
        verdict: "unsure",
        message:
          `no node has taken pod website-new-b: ${full} (waited 11 min; rollout.patience.schedule allows 30 s); ` +
          "all pods were available before, so it is no fault of the version",
      });
      assert.equal(judge(pending("1 unbound immediate PersistentVolumeClaim"), undefined, late).verdict, "unsure");
      const quota = { type: "ReplicaFailure", status: "True", message: 'pods "x" is forbidden: exceeded quota: few' };
      const refused = rollout({
        deployment: deployment({ replicas: 2, updated: 1, available: 1, total: 1 }),
        replicaSets: [replicaSet("new", "lab/web:v2", { conditions: [quota] })],
        pods: [good],
      });
      assert.equal(judge(refused, undefined, late).verdict, "unsure");
      assert.equal(judge(well(), undefined, late).verdict, "good");
    });

    it("still finds a later pod bad that cannot start", () => {
      const judge = podsJudge(since);
      judge(well(), undefined, now);
      const crashed = rollout({ ...scaled, pods: [good, pod("b", { containers: [crashLooping(3)] })] });
      assert.equal(judge(crashed, undefined, now).verdict, "bad");
    });

    it("finds a container bad that crashed twice, though it serves again", () => {
      const judge = podsJudge(since);
      judge(well(), undefined, now, stable([0, 0]));
      assert.deepEqual(judge(well({ restartCount: 2, lastState: terminated(3) }), undefined, now, stable([0, 1])), {
        verdict: "bad",
        message: "container web of pod website-new-a exits with code 3 right after its start (2 times)",
      });
    });

    it("is unsure where the stable pods crashed alike in the same time, and bad once these do no longer", () => {
      const judge = podsJudge(since);
      judge(well(), undefined, now, stable([7, 0]));
      const twice = well({ restartCount: 2, lastState: terminated(3) });
      assert.deepEqual(judge(twice, undefined, now, stable([9, 2])), {
        verdict: "unsure",
        message:
          "container web of pod website-new-a exits with code 3 right after its start (2 times); " +
          "the stable pods crash alike: canary 2 times in 1 pod, stable 4 times in 2 pods",
      });
      const looping = rollout({ pods: [pod("a", { containers: [{ ...crashLooping(3), restartCount: 3 }] })] });
      assert.equal(judge(looping, undefined, now, stable([10, 3])).verdict, "unsure");
      assert.equal(judge(looping, undefined, now, stable([9, 2])).verdict, "bad");
    });
  });

  it("does not excuse crashes by what the stable pods did before the step", () => {
    const looping = rollout({ pods: [pod("a", { containers: [crashLooping(3)] })] });
    assert.equal(podsJudge(since)(looping, undefined, now, stable([40, 9])).verdict, "bad");
  });
});

/** Stable pods that serve, with so many restarts behind each. */
function stable(restarts: number[]) {
  const one = (restartCount: number) => container(running, { ready: true, restartCount, lastState: terminated(1) });
  return rollout({
    pods: restarts.map((count, index) => pod(`s${index}`, { containers: [one(count)], conditions: [ready()] })),
  });
}
