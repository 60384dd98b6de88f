import assert from "node:assert/strict";
import { renderService } from "../../../components/render.ts";
import { checkRules } from "../../../components/rules.ts";
import { errorsOf, stackOf, website } from "../support.ts";

const at = "releases:services.web";
const rules = [{ apiGroups: [""], resources: ["configmaps"], verbs: ["get"] }];

function errors(basic: object): readonly string[] {
  const web = { template: "website", image: "localhost/web", ...basic };
  return errorsOf({ services: { web }, current: { web: { version: "v1" } } });
}

describe("the service's own account", () => {
  it("bears annotations, and may do what its rules say", () => {
    const account = { annotations: { "example.com/role": "shop" }, rules };
    const made = renderService(website({ account, security: { apiAccess: true } }));
    assert.deepEqual(made.find(({ kind }) => kind === "ServiceAccount")?.metadata.annotations, {
      "example.com/role": "shop",
    });
    const role = made.find(({ kind }) => kind === "Role") as unknown as { rules: object };
    assert.deepEqual(role.rules, rules);
    const binding = made.find(({ kind }) => kind === "RoleBinding") as unknown as { subjects: object; roleRef: object };
    assert.deepEqual(binding.subjects, [{ kind: "ServiceAccount", name: "web", namespace: "staging" }]);
    assert.deepEqual(binding.roleRef, { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "web" });
  });

  it("has rules as Kubernetes has them", () => {
    assert.deepEqual(
      errors({ account: { rules: [{ resource: ["pods"], verbs: "get" }] }, security: { apiAccess: true } }),
      [
        `${at}.account.rules[0].resource: unknown field; did you mean "resources"?`,
        `${at}.account.rules[0].verbs: "get" was given; allowed: a list`,
      ],
    );
    assert.deepEqual(errors({ account: { rules: {} } }), [
      `${at}.account.rules: an object with no keys was given; allowed: a list as Kubernetes has it (PolicyRule)`,
    ]);
  });

  it("is not spoken for where others keep it, nor given rights that nobody can use", () => {
    assert.deepEqual(errors({ account: { rules, annotations: { a: "b" } }, security: { serviceAccount: "shared" } }), [
      `${at}.account.annotations: the pods use account shared, which others keep (security.serviceAccount); say one of the two`,
      `${at}.account.rules: the pods use account shared, which others keep (security.serviceAccount); say one of the two`,
    ]);
    assert.deepEqual(errors({ account: { rules } }), [
      `${at}.account.rules: without a token the pods can make no use of them; set security.apiAccess: true, and waive SC004 with the reason`,
    ]);
  });

  it("gets no right to everything, nor one by which more is had", () => {
    const account = { rules: [{ apiGroups: ["*"], resources: ["roles"], verbs: ["bind"] }] };
    const web = { template: "website", image: "localhost/web", account, security: { apiAccess: true } };
    const found = checkRules(stackOf({ web })).filter(({ code }) => code === "SC006");
    assert.deepEqual(
      found.map(({ message }) => message),
      ["the account gets a right to everything (*)", "the account gets a right to bind, by which more is had"],
    );
  });
});

describe("labels", () => {
  it("stand on every object but the pods, and pods' own on those alone", () => {
    const service = website({ labels: { "example.com/team": "shop" }, podLabels: { "example.com/mesh": "on" } });
    for (const { kind, metadata } of renderService(service)) {
      assert.equal(metadata.labels["example.com/team"], "shop", kind);
      assert.equal(metadata.labels["example.com/mesh"], undefined);
    }
    const deployment = renderService(service).find(({ kind }) => kind === "Deployment") as unknown as {
      spec: { template: { metadata: { labels: object } } };
    };
    assert.deepEqual(deployment.spec.template.metadata.labels, {
      "example.com/mesh": "on",
      "app.kubernetes.io/name": "web",
      "app.kubernetes.io/instance": "web-staging",
      "app.kubernetes.io/version": "v1",
      "app.kubernetes.io/part-of": "releases",
      "app.kubernetes.io/managed-by": "pulumi",
      track: "stable",
    });
  });

  it("that find the pods are not the service's to choose", () => {
    assert.deepEqual(errors({ podLabels: { track: "x", tracks: "x" } }), [
      `${at}.podLabels.track: it is set by releases; a service that was adopted keeps its own (selector)`,
    ]);
  });
});
