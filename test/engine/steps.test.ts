import assert from "node:assert/strict";
import { stepOf } from "../../engine/steps.ts";
import { deployments, goldenStep } from "./golden.ts";

const { urn, type } = deployments[0]!;
const update = goldenStep("update", 0, 1);
const image = {
  path: "spec.template.spec.containers[0].image",
  before: "docker.io/lab/web:v1",
  after: "docker.io/lab/web:v2",
};

describe("a step of the Pulumi CLI", () => {
  it("carries each changed property, old and new", () => {
    const step = stepOf({
      ...update,
      detailedDiff: { "spec.template.spec.containers[0].image": { diffKind: "update", inputDiff: true } },
    } as never);
    assert.deepEqual(step, { urn, type, name: "website", operation: "update", changes: [image] });
  });

  it("carries all differences of the inputs where the provider gives no detailed diff", () => {
    const paths = stepOf(update)?.changes.map(({ path }) => path);
    assert.ok(paths?.includes(image.path));
    assert.ok(paths?.includes("spec.template.spec.containers[0].envFrom[0].configMapRef.name"));
  });

  it("names its service, by the parent that it has or had", () => {
    const parent = "urn:pulumi:prod::releases::releases:index:ServiceRelease::web";
    const old = { ...deployments[0]!, parent };
    assert.equal(stepOf({ ...update, new: old })?.service, "web");
    assert.equal(stepOf({ op: "delete", urn, type, old } as never)?.service, "web");
  });

  it("names what drifted in the cluster by its path alone", () => {
    const drifted = {
      ...goldenStep("update", 1, 1),
      detailedDiff: { "spec.replicas": { diffKind: "update", inputDiff: false } },
    };
    assert.deepEqual(stepOf(drifted as never)?.changes, [{ path: "spec.replicas" }]);
  });

  it("is a replacement however Pulumi splits it, and none of Pulumi's own bookkeeping", () => {
    const operation = (op: string) => stepOf({ ...update, op } as never)?.operation;
    assert.deepEqual(["create-replacement", "replace"].map(operation), ["replace", "replace"]);
    assert.deepEqual(["delete-replaced", "discard", "remove-pending-replace"].map(operation), [
      undefined,
      undefined,
      undefined,
    ]);
    assert.equal(stepOf({ ...update, type: "pulumi:providers:kubernetes" }), undefined);
  });
});
