import assert from "node:assert/strict";
import { otherOperation } from "../../cli/deployment.ts";

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
});
