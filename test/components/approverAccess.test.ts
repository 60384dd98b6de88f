import assert from "node:assert/strict";
import { approvalPolicy } from "../../components/admission/approvalPolicy.ts";
import { approverManifests } from "../../components/approverAccess.ts";
import { accessRules } from "../../components/rbac.ts";

describe("who approves releases", () => {
  it("may look, and make a ConfigMap, in the stack's namespace; nothing else", () => {
    const [role, binding] = approverManifests("prod", "sre");
    assert.deepEqual(role.rules, [
      ...accessRules("viewer"),
      { apiGroups: [""], resources: ["configmaps"], verbs: ["create"] },
    ]);
    assert.deepEqual(
      [role, binding].map(({ metadata: { name, namespace } }) => [name, namespace]),
      [
        ["releases-approver", "prod"],
        ["releases-approver", "prod"],
      ],
    );
    assert.deepEqual(binding.subjects, [{ apiGroup: "rbac.authorization.k8s.io", kind: "Group", name: "sre" }]);
  });

  it("is held to it by a policy of the namespace's own, whatever their group is called", () => {
    const [policy, binding] = approvalPolicy("prod", 'the "sre"');
    assert.equal(policy.metadata.name, "releases-approval-prod");
    assert.deepEqual(binding.spec.matchResources, {
      namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "prod" } },
    });
    const member = policy.spec.variables.find(({ name }) => name === "inGroup")?.expression;
    assert.equal(member, '"the \\"sre\\"" in request.userInfo.?groups.orValue([])');
  });
});
