import assert from "node:assert/strict";
import { isAway, isHealthy, type Rollout } from "../../bench/argoRollout.ts";

const rollout = (status: Rollout["status"]): Rollout => ({
  metadata: { generation: 4 },
  spec: { replicas: 3 },
  ...(status === undefined ? {} : { status }),
});
describe("a walk of Argo Rollouts", () => {
  it("is over once the controller says so of the version that was declared last", () => {
    const done = { observedGeneration: "4", phase: "Healthy", updatedReplicas: 3 };
    assert.equal(isHealthy(rollout(undefined)), false);
    assert.equal(isHealthy(rollout({ ...done, observedGeneration: "3" })), false);
    assert.equal(isHealthy(rollout({ ...done, phase: "Progressing" })), false);
    assert.equal(isHealthy(rollout({ ...done, updatedReplicas: 2 })), false);
    assert.equal(isHealthy(rollout(done)), true);
  });

  it("is undone once the controller has given it up, and no request can meet the new version", () => {
    const away = { abort: true, phase: "Degraded", availableReplicas: 3 };
    const weight = (canary: number) => ({ updatedReplicas: 1, canary: { weights: { canary: { weight: canary } } } });
    assert.equal(isAway(rollout({ availableReplicas: 3 })), false);
    assert.equal(isAway(rollout({ ...away, phase: "Progressing" })), false);
    assert.equal(isAway(rollout({ ...away, updatedReplicas: 1 })), false);
    assert.equal(isAway(rollout({ ...away, availableReplicas: 2 })), false);
    assert.equal(isAway(rollout(away)), true);
    assert.equal(isAway(rollout({ ...away, ...weight(25) })), false);
    assert.equal(isAway(rollout({ ...away, ...weight(0) })), true);
    assert.equal(isAway(rollout({ ...away, ...weight(0), availableReplicas: 6 })), true);
  });
});
