import assert from "node:assert/strict";
import { hostname } from "node:os";
import { operator } from "../../release/operator.ts";

const deployment = { PULUMI_CI_SYSTEM: "Pulumi Deployments", PULUMI_CI_BUILD_NUMBER: "12" };

describe("who runs a release", () => {
  it("is whoever is named, else the person of the CI system, else a run that names nobody, else this account", () => {
    assert.equal(operator({ RELEASE_OPERATOR: "ada", GITHUB_ACTOR: "bob", ...deployment }), "ada");
    assert.equal(operator({ GITHUB_ACTOR: "bob", ...deployment }), "bob");
    assert.equal(operator(deployment), "Pulumi Deployments 12");
    assert.equal(operator({ SUDO_USER: "eve" }), `eve@${hostname()}`);
  });
});
