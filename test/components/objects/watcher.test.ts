import assert from "node:assert/strict";
import { watcherName } from "../../../components/config/watcherNames.ts";
import { references } from "../../../components/objects.ts";
import { withWatcher } from "../../../components/objects/watcherService.ts";
import { watcherObjects, watcherResource } from "../../../components/objects/watcher.ts";
import { accessRules } from "../../../components/rbac.ts";
import { stackOf } from "../support.ts";

const least = { image: "registry.example/team/release-watch:v1", repository: "https://git.example/team/releases.git" };
const website = { template: "website", image: "localhost/web" };

interface Manifest {
  kind: string;
  metadata: { name: string; namespace?: string };
  spec?: {
    replicas?: number;
    strategy?: object;
    policyTypes?: string[];
    ingress?: object[];
    egress?: object[];
    template?: {
      spec: {
        terminationGracePeriodSeconds: number;
        volumes: object[];
        containers: [{ image: string; command: string[]; args: string[]; env: { name: string; value?: string }[] }];
      };
    };
  };
  rules?: object[];
  subjects?: object[];
  data?: Record<string, string>;
}

function objects(watch: object, services: Record<string, object> = { web: website }): Manifest[] {
  return watcherObjects(stackOf(services, { watch: { ...least, ...watch } }));
}
function pods(watch: object) {
  return objects(watch).at(-1)!.spec!.template!.spec;
}
function variables(watch: object): Record<string, unknown> {
  return Object.fromEntries(pods(watch).containers[0].env.map(({ name, value }) => [name, value]));
}

describe("what watches a stack", () => {
  it("is nothing that the stack does not ask for", () => {
    assert.deepEqual(watcherObjects(stackOf({ web: website })), []);
  });

  it("is a Deployment with an account of its own, the releaser's rights in each namespace of the stack and a kubeconfig", () => {
    const all = objects({}, { web: website, api: { ...website, namespace: "backend" } });
    assert.deepEqual(
      all.map((manifest) => `${manifest.kind} ${watcherResource(manifest as never)}`),
      [
        "ServiceAccount staging/release-watch-staging",
        "ConfigMap staging/release-watch-staging-cluster",
        "Role backend/release-watch-staging",
        "RoleBinding backend/release-watch-staging",
        "Role staging/release-watch-staging",
        "RoleBinding staging/release-watch-staging",
        "Deployment staging/release-watch-staging",
      ],
    );
    const subject = { kind: "ServiceAccount", name: "release-watch-staging", namespace: "staging" };
    for (const { kind, rules, subjects } of all) {
      if (kind === "Role") assert.deepEqual(rules, accessRules("releaser"));
      if (kind === "RoleBinding") assert.deepEqual(subjects, [subject]);
    }
    assert.deepEqual(objects({ access: "owner" })[2]?.rules, accessRules("owner"));
  });

  it("is one pod that releases and one that stands by, which go by a rolling update with an hour to end a release in", () => {
    const { spec } = objects({}).at(-1)!;
    assert.equal(spec?.replicas, 2);
    assert.deepEqual(spec.strategy, { type: "RollingUpdate", rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } });
    assert.equal(spec.template?.spec.terminationGracePeriodSeconds, 3600);
    assert.equal(pods({ gracePeriod: "90m" }).terminationGracePeriodSeconds, 5400);
  });

  it("runs release watch with what the stack says", () => {
    const rules = { quietTimes: ["22:00-06:00", "sat 00:00-24:00"], atMost: "6/1h", each: true, interval: "1m" };
    const { containers } = pods({ branch: "prod", folder: "deploy", ...rules });
    const [{ image, command, args }] = containers;
    assert.equal(image, "registry.example/team/release-watch:v1");
    assert.deepEqual(command, ["release"]);
    assert.deepEqual(args, [
      ...["watch", "--stack", "staging", "--kubeconfig", "/etc/release-watch/cluster/kubeconfig"],
      ...["--repository", "https://git.example/team/releases.git", "--branch", "prod", "--folder", "deploy"],
      ...["--work", "/work/clone", "--interval", "60", "--health-port", "8080", "--each"],
      ...["--quiet-time", "22:00-06:00", "sat 00:00-24:00", "--at-most", "6/1h"],
    ]);
    const digest = `sha256:${"0".repeat(64)}`;
    for (const given of [`localhost:5000/watch@${digest}`, `watch:v1@${digest}`]) {
      assert.equal(pods({ image: given }).containers[0].image, given);
    }
  });

  it("has credentials from Secrets by their names, as files and variables", () => {
    const valueFrom = { PULUMI_CONFIG_PASSPHRASE: { secret: "pulumi", key: "passphrase" } };
    const watch = {
      git: "watch-git",
      registry: "watch-registry",
      valueFrom,
      env: { PULUMI_BACKEND_URL: "s3://state" },
    };
    const { volumes, containers } = pods(watch);
    assert.deepEqual(volumes, [
      { name: "work", emptyDir: {} },
      { name: "temporary", emptyDir: {} },
      { name: "cluster", configMap: { name: "release-watch-staging-cluster" } },
      { name: "git", secret: { secretName: "watch-git", defaultMode: 0o440 } },
      {
        name: "registry",
        secret: { secretName: "watch-registry", items: [{ key: ".dockerconfigjson", path: "config.json" }] },
      },
    ]);
    assert.deepEqual(
      containers[0].env.find(({ name }) => name === "PULUMI_CONFIG_PASSPHRASE"),
      {
        name: "PULUMI_CONFIG_PASSPHRASE",
        valueFrom: { secretKeyRef: { name: "pulumi", key: "passphrase" } },
      },
    );
    const set = variables(watch);
    assert.equal(set.DOCKER_CONFIG, "/etc/release-watch/registry");
    assert.equal(set.GIT_CONFIG_KEY_0, "credential.helper");
    assert.equal(set.PULUMI_BACKEND_URL, "s3://state");
    const ssh = variables({ git: "watch-git", repository: "git@git.example:team/releases.git" });
    assert.match(String(ssh.GIT_SSH_COMMAND), /^ssh -i \/etc\/release-watch\/git\/ssh-privatekey /);
    assert.equal(ssh.GIT_CONFIG_COUNT, undefined);
    assert.equal(variables({ env: { HOME: "/elsewhere" } }).HOME, "/elsewhere");
  });

  it("does not start without the Secrets that it names, which are looked for before a release", () => {
    const valueFrom = { PULUMI_CONFIG_PASSPHRASE: { secret: "pulumi", key: "passphrase" } };
    const stack = stackOf({ web: website }, { watch: { ...least, git: "watch-git", valueFrom } });
    assert.deepEqual(withWatcher(stack).flatMap(references), [
      { kind: "Secret", name: "pulumi", keys: ["passphrase"] },
      { kind: "Secret", name: "watch-git", keys: [] },
    ]);
    assert.equal(withWatcher(stackOf({ web: website })).length, 1);
  });

  it("has a network policy where the stack asks for one", () => {
    const policy = objects({ network: { fromNamespaces: ["monitoring"], toCidrs: ["10.0.0.0/8"] } }).at(-2);
    assert.equal(policy?.kind, "NetworkPolicy");
    assert.deepEqual(policy.spec?.policyTypes, ["Ingress", "Egress"]);
    assert.deepEqual(policy.spec.ingress, [
      {
        from: [{ namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "monitoring" } } }],
        ports: [{ port: "http", protocol: "TCP" }],
      },
    ]);
    assert.deepEqual(policy.spec.egress?.at(-1), { to: [{ ipBlock: { cidr: "10.0.0.0/8" } }] });
  });

  it("is the same whatever is released, so that no release replaces those who do it", () => {
    const watch = { watch: least };
    const [one, two] = ["v1", "v2"].map((version) =>
      stackOf({ web: website }, { ...watch, current: { web: { version } } }),
    );
    assert.deepEqual(watcherObjects(one!), watcherObjects(two!));
  });

  it("has a name that Kubernetes takes, of whatever stack", () => {
    assert.equal(watcherName("Prod_EU.1"), "release-watch-prod-eu-1");
    assert.equal(watcherName("a".repeat(100)).length, 44);
  });
});
