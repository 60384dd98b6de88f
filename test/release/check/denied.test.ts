import assert from "node:assert/strict";
import { deniedChange, deniedMessage } from "../../../cluster/denied.ts";

const head = (policy: string) =>
  `the Kubernetes API server reported that "prod/web" failed to fully initialize or become live: deployments.apps "web" is forbidden: ValidatingAdmissionPolicy '${policy}' with binding '${policy}' denied request: `;
const ours = `${head("releases-releaser-prod")}changing spec.strategy, spec.replicas of Deployment web is for its owner web-team, of group owners`;

describe("a change that a policy of the cluster denies", () => {
  it("is told with the policy's words and what to do next", () => {
    assert.equal(
      deniedMessage("Deployment", "web", ours),
      "Deployment web was left as it is: the cluster's policy releases-releaser-prod denied it: changing spec.strategy, " +
        "spec.replicas of Deployment web is for its owner web-team, of group owners. Have an owner release it, or put the " +
        "basic parameters back as they were",
    );
    assert.equal(
      deniedMessage("Deployment", "web", `${head("no-latest")}images need a digest`),
      "Deployment web was left as it is: the cluster's policy no-latest denied it: images need a digest. What it asks " +
        "for: kubectl get validatingadmissionpolicy no-latest -o yaml",
    );
  });

  it("is none of any other failure", () => {
    assert.equal(deniedMessage("Deployment", "web", "timed out waiting to be Ready"), undefined);
  });
});

describe("what is the owners' alone of it", () => {
  it("is each field in order, and what is made or deleted", () => {
    assert.equal(deniedChange(ours), "spec.replicas, spec.strategy of Deployment web");
    const deleting = `${head("releases-releaser-prod")}deleting Service web is for its owner, of group owners`;
    assert.equal(deniedChange(deleting), "deleting Service web");
  });

  it("is nothing where another policy denies, or a role is missing", () => {
    assert.equal(deniedChange(`${head("no-latest")}images need a digest`), undefined);
    assert.equal(deniedChange('User "jane" cannot patch resource "deployments"'), undefined);
  });
});
