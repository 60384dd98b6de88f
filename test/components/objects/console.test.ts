import assert from "node:assert/strict";
import { consoleAccess } from "../../../components/consoleAccess.ts";
import { consoleObjects } from "../../../components/objects/console.ts";
import { watcherResource } from "../../../components/objects/watcher.ts";
import { references } from "../../../components/objects.ts";
import { withWatcher } from "../../../components/objects/watcherService.ts";
import { accessRules } from "../../../components/rbac.ts";
import { problemOf } from "../../problemOf.ts";
import { stackOf } from "../support.ts";

const website = { template: "website", image: "localhost/web" };
const least = {
  image: "registry.example/team/release:v1",
  repository: "https://git.example/team/releases.git",
  url: "https://releases.example.com",
  groups: ["web-viewers", "web-releasers"],
  oidc: { issuer: "https://id.example.com", client: "releases" },
  secret: "console-keys",
};
const stack = (more: object = {}, services: Record<string, object> = { web: website }) =>
  stackOf(services, { console: { ...least, ...more } });

interface Manifest {
  kind: string;
  rules?: object[];
  subjects?: object[];
  spec?: {
    replicas?: number;
    hostnames?: string[];
    template?: {
      spec: {
        terminationGracePeriodSeconds: number;
        containers: [{ args: string[]; env: { name: string; value?: string }[] }];
      };
    };
  };
}
const objects = (more: object = {}, services?: Record<string, object>) =>
  consoleObjects(stack(more, services)) as unknown as Manifest[];
const container = (more: object) => objects(more).at(-1)!.spec!.template!.spec.containers[0];

describe("the console in the cluster", () => {
  it("is nothing that the stack does not ask for", () => {
    const without = stackOf({ web: website });
    assert.deepEqual([consoleObjects(without), consoleAccess(without)], [[], []]);
  });

  it("is two pods with an account that may look, in each namespace of the stack, and nothing else", () => {
    const all = objects({}, { web: website, api: { ...website, namespace: "backend" } });
    assert.deepEqual(
      all.map((manifest) => `${manifest.kind} ${watcherResource(manifest as never)}`),
      [
        "ServiceAccount staging/release-console-staging",
        "ConfigMap staging/release-console-staging-cluster",
        "Role backend/release-console-staging",
        "RoleBinding backend/release-console-staging",
        "Role staging/release-console-staging",
        "RoleBinding staging/release-console-staging",
        "Service staging/release-console-staging",
        "PodDisruptionBudget staging/release-console-staging",
        "Deployment staging/release-console-staging",
      ],
    );
    for (const { kind, rules } of all) if (kind === "Role") assert.deepEqual(rules, accessRules("viewer"));
    assert.equal(all.at(-1)?.spec?.replicas, 2);
    assert.equal(all.at(-1)?.spec?.template?.spec.terminationGracePeriodSeconds, 3605);
  });

  it("acts as people of the groups that the stack names, by a right that the cluster's administrators give", () => {
    const [role, binding] = consoleAccess(stack()) as unknown as Manifest[];
    assert.deepEqual(role?.rules, [
      { apiGroups: [""], resources: ["users"], verbs: ["impersonate"] },
      { apiGroups: [""], resources: ["groups"], verbs: ["impersonate"], resourceNames: least.groups },
      { apiGroups: ["authorization.k8s.io"], resources: ["subjectaccessreviews"], verbs: ["create"] },
    ]);
    assert.deepEqual(binding?.subjects, [
      { kind: "ServiceAccount", name: "release-console-staging", namespace: "staging" },
    ]);
  });

  it("runs release console with what the stack says, and no secret among its arguments", () => {
    const { args, env } = container({ git: "deploy-key" });
    assert.deepEqual(args, [
      ...["console", "--stacks", "staging", "--kubeconfig", "/etc/release-watch/cluster/kubeconfig"],
      ...["--repository", least.repository, "--branch", "main", "--folder", ".", "--work", "/work/clone"],
      ...["--data", "/work/acts", "--listen", "0.0.0.0", "--port", "8080", "--url", "https://releases.example.com"],
      ...["--groups", "web-viewers", "web-releasers"],
      ...["--oidc-issuer", "https://id.example.com", "--oidc-client", "releases"],
      ...["--oidc-user-claim", "email", "--oidc-groups-claim", "groups"],
    ]);
    const values = Object.fromEntries(env.map(({ name, value }) => [name, value]));
    assert.equal(values.RELEASE_CONSOLE_KEY_FILE, "/etc/release-console/key");
    assert.equal(values.RELEASE_CONSOLE_OIDC_SECRET_FILE, "/etc/release-console/oidc");
  });

  it("believes a proxy from its addresses alone", () => {
    const proxy = { header: "x-auth-user", from: ["10.0.0.0/8"] };
    const { args } = container({ oidc: undefined, proxy });
    assert.deepEqual(args.slice(-6), [
      ...["--trusted-proxy-header", "x-auth-user", "--trusted-proxy-groups-header", "x-forwarded-groups"],
      ...["--trusted-proxy", "10.0.0.0/8"],
    ]);
  });

  it("is behind the team's host", () => {
    const route = { hosts: ["releases.example.com"], gateway: "public" };
    const found = objects({ route }).find(({ kind }) => kind === "HTTPRoute");
    assert.deepEqual(found?.spec?.hostnames, ["releases.example.com"]);
  });

  it("refers to Secrets that are to be there before it", () => {
    const [, console] = withWatcher(stack());
    assert.ok(references(console!).some(({ kind, name }) => kind === "Secret" && name === "console-keys"));
  });

  it("is told all that does not go together", () => {
    const wrong = { oidc: undefined, route: { hosts: ["other.example.com"], gateway: "public" } };
    const { details } = problemOf(() => stack(wrong));
    assert.deepEqual(details, [
      "releases:console: people sign in in one way; say oidc, or proxy",
      "releases:console.route.hosts: releases.example.com of the url is not among them",
    ]);
  });

  it("acts as nobody of Kubernetes' own groups", () => {
    const { details } = problemOf(() => stack({ groups: ["system:masters"] }));
    assert.match(details.join("\n"), /releases:console\.groups\[0\]: "system:masters" was given/);
  });
});
