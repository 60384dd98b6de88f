import assert from "node:assert/strict";
import { stackEnvironment } from "../../engine/environment.ts";

const organization = (given: NodeJS.ProcessEnv) =>
  stackEnvironment({ projectDir: "/shop", stack: "prod" }, { url: "https://cloud.example" }, given)
    .PULUMI_DEFAULT_ORGANIZATION;

describe("the environment of a stack", () => {
  it("names the organization of a run of Pulumi Deployments, where nobody has named another", () => {
    assert.equal(organization({ PULUMI_CI_ORGANIZATION: "acme" }), "acme");
    assert.equal(organization({ PULUMI_CI_ORGANIZATION: "acme", PULUMI_DEFAULT_ORGANIZATION: "other" }), "other");
    assert.equal(organization({}), undefined);
  });
});
