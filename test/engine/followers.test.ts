import assert from "node:assert/strict";
import { hasTemplate } from "../../rollout/applied.ts";
import { followedWorkload } from "../../engine/followers.ts";
import { deployments, goldenStep } from "./golden.ts";

const live = (index: number) => deployments[index]!.outputs as Parameters<typeof hasTemplate>[0];
const asked = (index: number) => deployments[index]!.inputs;

describe("the engine follows a Deployment", () => {
  it("once the cluster has it as asked for: golden outputs hold the inputs of their own update", () => {
    for (const index of [0, 1, 2, 4]) assert.ok(hasTemplate(live(index), asked(index)), String(index));
  });

  it("not while the cluster still has the release before", () => {
    assert.ok(!hasTemplate(live(0), asked(1)));
    // The fourth update failed: the cluster has its crashing image, the way back asks for the good one.
    assert.ok(!hasTemplate(live(3), asked(4)));
    assert.ok(!hasTemplate({}, asked(0)));
  });

  it("whatever a secret in its inputs may be", () => {
    for (const value of [
      "[secret]",
      { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" },
      { __pulumiOutput: true },
    ]) {
      assert.ok(hasTemplate(live(0), { spec: { template: { spec: { containers: [{ image: value }] } } } }));
    }
  });

  it("as its inputs name it", () => {
    assert.deepEqual(followedWorkload(goldenStep("update", 0, 1)), {
      kind: "Deployment",
      namespace: "default",
      name: "website",
    });
  });

  it("not for other kinds, for deletions, or in another provider's cluster", () => {
    const update = goldenStep("update", 0, 1);
    assert.equal(followedWorkload({ ...update, type: "kubernetes:core/v1:Service" }), undefined);
    assert.equal(followedWorkload(goldenStep("delete", 1, undefined)), undefined);
    const provider = "urn:pulumi:prod::golden::pulumi:providers:kubernetes::other::1";
    assert.equal(followedWorkload({ ...update, new: { ...update.new!, provider } }), undefined);
  });
});
