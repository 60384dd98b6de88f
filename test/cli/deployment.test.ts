import assert from "node:assert/strict";
import { endsInPlainUp, otherOperation } from "../../cli/deployment.ts";

describe("a run of Pulumi Deployments", () => {
  const system = { PULUMI_CI_SYSTEM: "Pulumi Deployments" };

  it("is no release where it previews, destroys, refreshes or looks for drift", () => {
    const operations = ["update", "remediate-drift", "preview", "destroy", "refresh", "detect-drift"];
    assert.deepEqual(
      operations.map((operation) => otherOperation({ ...system, PULUMI_CI_OPERATION: operation })),
      [undefined, undefined, "preview", "destroy", "refresh", "detect-drift"],
    );
  });

  it("is one where nobody says what it is for, and elsewhere", () => {
    assert.equal(otherOperation(system), undefined);
    assert.equal(otherOperation({ PULUMI_CI_SYSTEM: "own", PULUMI_CI_OPERATION: "preview" }), undefined);
    assert.equal(otherOperation({}), undefined);
  });

  it("ends in a plain up, which leaves nothing out, where it releases", () => {
    const operations = ["update", "remediate-drift", undefined, "preview", "destroy", "refresh", "detect-drift"];
    const ends = operations.map((operation) => endsInPlainUp({ ...system, PULUMI_CI_OPERATION: operation }));
    assert.deepEqual(ends, [true, true, true, false, false, false, false]);
    assert.equal(endsInPlainUp({ PULUMI_CI_OPERATION: "update" }), false);
  });
});
