import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { isRolledOut } from "../../lab/server.ts";

describe("a server of the lab's own", () => {
  it("runs once its only pod is the one that was declared last, and is available", () => {
    const deployment = (status: object): object => ({ metadata: { generation: 3 }, spec: { replicas: 1 }, status });
    const done = { observedGeneration: 3, replicas: 1, updatedReplicas: 1, availableReplicas: 1 };
    assert.equal(isRolledOut(undefined), false);
    assert.equal(isRolledOut(deployment({})), false);
    assert.equal(isRolledOut(deployment({ ...done, observedGeneration: 2 })), false);
    assert.equal(isRolledOut(deployment({ ...done, replicas: 2 })), false);
    assert.equal(isRolledOut(deployment({ ...done, updatedReplicas: 0 })), false);
    assert.equal(isRolledOut(deployment({ ...done, availableReplicas: 0 })), false);
    assert.equal(isRolledOut(deployment(done)), true);
  });
});
