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
  rollout,
  running,
  terminated,
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
});
