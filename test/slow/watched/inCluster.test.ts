import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { AuthorizationV1Api } from "@kubernetes/client-node";
import { ranges } from "../../../lab/host/network.ts";
import { labPart } from "../../../lab/parts.ts";
import { labImages } from "../../../lab/moreImages.ts";
import { clusterRecords } from "../../../records/store.ts";
import { leaseNameOf } from "../../../watch/leader.ts";
import { quick } from "../../cluster/release/project.ts";
import { useLab, useNamespace } from "../../cluster/support.ts";
import { freePort } from "../../../host/freePort.ts";
import { answersInLab, startInLab } from "./inLab.ts";

const root = resolve(import.meta.dirname, "../../..");
const watcher = "release-watch-staging";
const labelSelector = `app.kubernetes.io/name=${watcher}`;
const password = randomBytes(8).toString("hex");
const passphrase = randomBytes(8).toString("hex");

/** The image has this checkout's package in it, as npm installs it; git and the state are served in the lab's network. */
describe("a stack that is watched from inside its cluster", function () {
  this.timeout(600_000);
  const lab = useLab();
  const namespace = useNamespace(lab, "watcher");
  const folder = mkdtempSync(join(tmpdir(), "release-watcher-"));
  const [bare, project] = [join(folder, "served/releases.git"), join(folder, "project")];
  const services: (() => void)[] = [];
  let env: NodeJS.ProcessEnv;
  let repository: string;

  before(async () => {
    await labImages({ which: "watch", emit: () => undefined });
    await serve();
    await giveSecrets();
    writeProject();
    const up = await startInLab([process.execPath, join(root, "cli/release.mjs"), "up", "--yes"], {
      env,
      cwd: project,
    });
    const { code, text } = await up.ended;
    assert.equal(code, 0, text);
    begin();
  });
  after(async () => {
    for (const stop of services) stop();
    await rm(folder, { recursive: true, force: true });
  });

  it("is released by a pod of its own as its branch goes on, in the name of the commit's author", async () => {
    await until("the first commit is settled", async () => (await settled()) === head());
    push("new nav", { version: "v2" });
    await until("v2 serves", async () => (await serving()) === "localhost/web:v2");
    await until("it is on record", async () => (await lastRecord()) === "Grace, by release watch: new nav succeeded");
  });

  it("has those who watch replaced by their own release, which comes to its end, and goes on with the new ones", async () => {
    const before = await pods();
    push("a new image", { version: "v3", image: "v2" });
    await until(
      "it is on record",
      async () => (await lastRecord()) === "Grace, by release watch: a new image succeeded",
    );
    assert.equal(await serving(), "localhost/web:v3");
    await until("all pods are new", async () => {
      const now = await pods();
      return now.length === 2 && now.every((pod) => !before.includes(pod));
    });
    push("after that", { version: "v4" });
    await until(
      "it is on record",
      async () => (await lastRecord()) === "Grace, by release watch: after that succeeded",
    );
    assert.equal(await serving(), "localhost/web:v4");
    assert.deepEqual(await unfinished(), []);
  });

  it("goes on where the pod is killed in the middle of a release", async () => {
    await until("v4 is settled", async () => (await settled()) === head());
    push("under a kill", { version: "v5" });
    await until("it has begun", async () => (await lastRecord()) === "Grace, by release watch: under a kill running");
    const leading = (await lease())?.spec?.holderIdentity ?? "";
    const [one] = (await pods()).filter((pod) => leading.includes(pod));
    assert.ok(one !== undefined, leading);
    await lab().core.deleteNamespacedPod({ name: one, namespace: namespace(), gracePeriodSeconds: 0 });
    const killed = Date.now();
    await until("v5 is settled", async () => (await settled()) === head());
    assert.equal(await serving(), "localhost/web:v5");
    assert.deepEqual(
      (await records()).filter(({ result }) => result === "running"),
      [],
    );
    process.stdout.write(`    killed in a release; settled after ${((Date.now() - killed) / 1000).toFixed(0)} s\n`);
  });

  it("serves health and metrics, by which one releases and one stands by", async () => {
    await until("one leads", async () => (await leading()).join(",") === "0,1");
  });

  it("may do what a releaser may, in its namespace, and nothing else", async () => {
    const questions = [
      ["patch", "apps", "deployments", namespace(), true],
      ["create", "", "configmaps", namespace(), true],
      ["update", "coordination.k8s.io", "leases", namespace(), true],
      ["create", "", "serviceaccounts", namespace(), false],
      ["create", "rbac.authorization.k8s.io", "roles", namespace(), false],
      ["delete", "", "pods", namespace(), false],
      ["list", "", "secrets", "default", false],
    ] as const;
    for (const [verb, group, resource, where, allowed] of questions) {
      const resourceAttributes = { verb, group, resource, namespace: where };
      const spec = { user: `system:serviceaccount:${namespace()}:${watcher}`, resourceAttributes };
      const api = lab().kubeConfig.makeApiClient(AuthorizationV1Api);
      const { status } = await api.createSubjectAccessReview({ body: { spec } });
      assert.equal(status?.allowed, allowed, `${verb} ${resource} in ${where}`);
    }
  });

  it("has no secret in what is to be seen of its pods", async () => {
    const { items } = await lab().core.listNamespacedPod({ namespace: namespace() });
    const { data } = await lab().core.readNamespacedConfigMap({ name: `${watcher}-cluster`, namespace: namespace() });
    const seen = JSON.stringify([items, data]);
    for (const secret of [password, passphrase]) assert.ok(!seen.includes(secret));
  });

  /** git over HTTP, behind a password, and a store for the state. */
  async function serve(): Promise<void> {
    const [git, store] = [await freePort(), await freePort()];
    mkdirSync(join(folder, "served"));
    repository = `http://${ranges.node}:${git}/releases.git`;
    const server = join(import.meta.dirname, "gitServer.ts");
    const started = [
      await startInLab([process.execPath, server, join(folder, "served"), ranges.node, String(git)], {
        env: { GIT_USER: "watch", GIT_PASSWORD: password },
      }),
      await startInLab([
        ...[await labPart("s3"), "-backend", "memory", "-initialbucket", "team"],
        ...["-host", `${ranges.node}:${store}`],
      ]),
    ];
    services.push(...started.map(({ stop }) => stop));
    env = {
      PULUMI_BACKEND_URL: `s3://team?endpoint=${ranges.node}:${store}&s3ForcePathStyle=true&disableSSL=true&region=us-east-1`,
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      AWS_EC2_METADATA_DISABLED: "true",
      PULUMI_CONFIG_PASSPHRASE: passphrase,
      RELEASE_OPERATOR: "ada",
    };
    for (const port of [git, store]) await answersInLab(`http://${ranges.node}:${port}/`);
  }

  /** What the stack's file names; and the namespace holds its pods to the restricted level. */
  async function giveSecrets(): Promise<void> {
    const secret = (name: string, stringData: Record<string, string>) =>
      lab().core.createNamespacedSecret({ namespace: namespace(), body: { metadata: { name }, stringData } });
    await secret("watch-git", { username: "watch", password });
    await secret("pulumi", { passphrase, id: "test", key: "test" });
    const labels = { "pod-security.kubernetes.io/enforce": "restricted" };
    const object = { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace(), labels } };
    await lab().objects.patch(object, undefined, undefined, "test", true, "application/apply-patch+yaml");
  }

  function git(...args: string[]): string {
    return execFileSync("git", args, { cwd: project, encoding: "utf8" }).trim();
  }

  /** As a team has it: the package is there by its name. */
  function writeProject(): void {
    mkdirSync(join(project, "node_modules"), { recursive: true });
    symlinkSync(root, join(project, "node_modules/service-releases"));
    symlinkSync(join(root, "node_modules/@pulumi"), join(project, "node_modules/@pulumi"));
    const files = {
      ".gitignore": "node_modules/\n",
      "package.json": '{ "type": "module", "private": true }\n',
      "Pulumi.yaml": "name: releases\nruntime: { name: nodejs, options: { typescript: false } }\nmain: index.ts\n",
      "index.ts": 'import { releaseStack } from "service-releases";\n\nexport default await releaseStack();\n',
      "Pulumi.staging.yaml": stackText(),
    };
    for (const [name, text] of Object.entries(files)) writeFileSync(join(project, name), text);
  }

  /** What was released, its salt with it, is what the branch begins with. */
  function begin(): void {
    execFileSync("git", ["init", "--quiet", "--bare", "--initial-branch=main", bare]);
    git("init", "--quiet", "--initial-branch=main");
    git("config", "user.name", "Grace");
    git("config", "user.email", "grace@example.invalid");
    git("remote", "add", "origin", bare);
    git("add", ".");
    git("commit", "--quiet", "-m", "first");
    git("push", "--quiet", "--set-upstream", "origin", "main");
  }

  function stackText(): string {
    return `config:
  releases:namespace: ${namespace()}
  releases:services:
    web: { ${quick} }
  releases:current:
    web: { version: v1 }
  releases:watch:
    image: localhost/release-watch:v1
    repository: ${repository}
    interval: 1s
    git: watch-git
    gracePeriod: 2m
    resources: { requests: { cpu: 50m, memory: 256Mi }, limits: { memory: 2Gi } }
    env:
      PULUMI_BACKEND_URL: ${env.PULUMI_BACKEND_URL ?? ""}
      AWS_EC2_METADATA_DISABLED: "true"
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true"
    valueFrom:
      PULUMI_CONFIG_PASSPHRASE: { secret: pulumi, key: passphrase }
      AWS_ACCESS_KEY_ID: { secret: pulumi, key: id }
      AWS_SECRET_ACCESS_KEY: { secret: pulumi, key: key }
`;
  }

  /** Commits a version, and maybe another image of those who watch. */
  function push(subject: string, { version, image }: { version: string; image?: string }): void {
    git("pull", "--quiet", "--rebase");
    const file = join(project, "Pulumi.staging.yaml");
    const text = readFileSync(file, "utf8").replace(/version: \w+/, `version: ${version}`);
    writeFileSync(file, image === undefined ? text : text.replace(/(release-watch:)\w+/, `$1${image}`));
    git("commit", "--quiet", "--all", "-m", subject);
    git("push", "--quiet", "origin", "main");
  }

  function head(): string {
    return git("rev-parse", "HEAD");
  }

  async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
    for (const end = Date.now() + 240_000; Date.now() < end;) {
      if (await holds()) return;
      await sleep(500);
    }
    throw new Error(`not within 240 s: ${what}\n${await logs()}`);
  }

  async function lease() {
    const name = leaseNameOf({ project: "releases", stack: "staging" });
    return lab()
      .coordination.readNamespacedLease({ namespace: namespace(), name })
      .catch(() => undefined);
  }

  async function settled(): Promise<string | undefined> {
    const text = (await lease())?.metadata?.annotations?.["releases/settled"];
    return text === undefined ? undefined : (JSON.parse(text) as { commit: string }).commit;
  }

  async function serving(): Promise<string | undefined> {
    const { spec, status } = await lab().apps.readNamespacedDeployment({ namespace: namespace(), name: "web" });
    const everywhere = status?.updatedReplicas === spec?.replicas && status?.availableReplicas === spec?.replicas;
    return everywhere ? spec?.template.spec?.containers[0]?.image : undefined;
  }

  const records = () => clusterRecords(lab(), { namespace: namespace(), project: "releases", stack: "staging" }).list();

  async function lastRecord(): Promise<string> {
    const [{ operator, description = "", result } = {}] = await records();
    return `${operator ?? ""}: ${description.replace(/ \(\w+\)$/, "")} ${result ?? ""}`;
  }

  async function unfinished(): Promise<string[]> {
    return (await records()).filter(({ result }) => result !== "succeeded").map(({ id, result }) => `${id} ${result}`);
  }

  /** Those that are not on their way out. */
  async function pods(): Promise<string[]> {
    const { items } = await lab().core.listNamespacedPod({ namespace: namespace(), labelSelector });
    return items
      .filter(({ metadata }) => metadata?.deletionTimestamp === undefined)
      .map(({ metadata }) => metadata?.name ?? "");
  }

  /** What each pod says of itself, as Prometheus asks for it. */
  async function leading(): Promise<string[]> {
    const { items } = await lab().core.listNamespacedPod({ namespace: namespace(), labelSelector });
    const urls = items.map(({ status }) => `http://${status?.podIP ?? ""}:8080/metrics`);
    const script = `for (const url of ${JSON.stringify(urls)}) console.log(await (await fetch(url)).text())`;
    const { ended } = await startInLab([process.execPath, "-e", script]);
    const values = (await ended).text.matchAll(/^release_watch_leading\{project="releases",stack="staging"\} (\d)$/gm);
    return [...values].map(([, value = ""]) => value).sort();
  }

  async function logs(): Promise<string> {
    const all = (await pods()).map(async (name) => {
      const log = await lab()
        .core.readNamespacedPodLog({ name, namespace: namespace(), tailLines: 40 })
        .catch((error: unknown) => String(error));
      return `--- ${name}\n${log}`;
    });
    return (await Promise.all(all)).join("\n");
  }
});
