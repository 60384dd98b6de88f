import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Cluster } from "../../../cluster/cluster.ts";
import { freePort } from "../../../host/freePort.ts";
import { ranges } from "../../../lab/host/network.ts";
import { labPart } from "../../../lab/parts.ts";
import { answersInLab, startInLab, type Ran } from "./inLab.ts";

const root = resolve(import.meta.dirname, "../../..");

/** What a team has around a stack that is released from inside its cluster: git and the state, served in the lab's network. */
export class Team {
  readonly folder = mkdtempSync(join(tmpdir(), "release-team-"));
  /** A checkout of the repository. */
  readonly project = join(this.folder, "project");
  readonly password = randomBytes(8).toString("hex");
  readonly passphrase = randomBytes(8).toString("hex");
  readonly #bare = join(this.folder, "served/releases.git");
  readonly #stops: (() => void)[] = [];
  env: NodeJS.ProcessEnv = {};
  repository = "";

  /** git over HTTP, behind a password, and a store for the state. */
  async serve(): Promise<void> {
    const [git, store] = [await freePort(), await freePort()];
    mkdirSync(join(this.folder, "served"));
    this.repository = `http://${ranges.node}:${git}/releases.git`;
    const server = join(import.meta.dirname, "gitServer.ts");
    await this.start([process.execPath, server, join(this.folder, "served"), ranges.node, String(git)], {
      GIT_USER: "watch",
      GIT_PASSWORD: this.password,
    });
    await this.start([
      ...[await labPart("s3"), "-backend", "memory", "-initialbucket", "team"],
      ...["-host", `${ranges.node}:${store}`],
    ]);
    this.env = {
      PULUMI_BACKEND_URL: `s3://team?endpoint=${ranges.node}:${store}&s3ForcePathStyle=true&disableSSL=true&region=us-east-1`,
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      AWS_EC2_METADATA_DISABLED: "true",
      PULUMI_CONFIG_PASSPHRASE: this.passphrase,
      RELEASE_OPERATOR: "ada",
    };
    for (const port of [git, store]) await answersInLab(`http://${ranges.node}:${port}/`);
  }

  /** A server in the lab's network, until the end. */
  async start(command: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<void> {
    this.#stops.push((await startInLab(command, { env })).stop);
  }

  /** What `commandLines` names; and the namespace holds its pods to the restricted level. */
  async prepare({ core, objects }: Cluster, namespace: string): Promise<void> {
    const secret = (name: string, stringData: Record<string, string>) =>
      core.createNamespacedSecret({ namespace, body: { metadata: { name }, stringData } });
    await secret("watch-git", { username: "watch", password: this.password });
    await secret("pulumi", { passphrase: this.passphrase, id: "test", key: "test" });
    const labels = { "pod-security.kubernetes.io/enforce": "restricted" };
    const object = { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace, labels } };
    await objects.patch(object, undefined, undefined, "test", true, "application/apply-patch+yaml");
  }

  /** Of `releases:watch` or `releases:console`: how its pods come to git and the state. */
  commandLines(): string {
    return `
    image: localhost/release-watch:v1
    repository: ${this.repository}
    git: watch-git
    gracePeriod: 2m
    resources: { requests: { cpu: 50m, memory: 256Mi }, limits: { memory: 2Gi } }
    env:
      PULUMI_BACKEND_URL: ${this.env.PULUMI_BACKEND_URL ?? ""}
      AWS_EC2_METADATA_DISABLED: "true"
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true"
    valueFrom:
      PULUMI_CONFIG_PASSPHRASE: { secret: pulumi, key: passphrase }
      AWS_ACCESS_KEY_ID: { secret: pulumi, key: id }
      AWS_SECRET_ACCESS_KEY: { secret: pulumi, key: key }`;
  }

  /** As a team has it: the package is there by its name. */
  write(stack: string): void {
    const { project } = this;
    mkdirSync(join(project, "node_modules"), { recursive: true });
    symlinkSync(root, join(project, "node_modules/service-releases"));
    symlinkSync(join(root, "node_modules/@pulumi"), join(project, "node_modules/@pulumi"));
    const files = {
      ".gitignore": "node_modules/\n",
      "package.json": '{ "type": "module", "private": true }\n',
      "Pulumi.yaml": "name: releases\nruntime: { name: nodejs, options: { typescript: false } }\nmain: index.ts\n",
      "index.ts": 'import { releaseStack } from "service-releases";\n\nexport default await releaseStack();\n',
      "Pulumi.staging.yaml": stack,
    };
    for (const [name, text] of Object.entries(files)) writeFileSync(join(project, name), text);
  }

  /** The command, in the project, with an administrator's rights. */
  async release(...args: string[]): Promise<Ran> {
    const command = [process.execPath, join(root, "cli/release.mjs"), ...args];
    return (await startInLab(command, { env: this.env, cwd: this.project })).ended;
  }

  /** What was released, its salt with it, is what the branch begins with. */
  begin(): void {
    execFileSync("git", ["init", "--quiet", "--bare", "--initial-branch=main", this.#bare]);
    this.git("init", "--quiet", "--initial-branch=main");
    this.git("config", "user.name", "Grace");
    this.git("config", "user.email", "grace@example.invalid");
    this.git("remote", "add", "origin", this.#bare);
    this.git("add", ".");
    this.git("commit", "--quiet", "-m", "first");
    this.git("push", "--quiet", "--set-upstream", "origin", "main");
  }

  git(...args: string[]): string {
    return execFileSync("git", args, { cwd: this.project, encoding: "utf8" }).trim();
  }

  async end(): Promise<void> {
    for (const stop of this.#stops) stop();
    await rm(this.folder, { recursive: true, force: true });
  }
}
