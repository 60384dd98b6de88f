import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { describeProblem, exitCodes, Problem } from "../../../../errors/problem.ts";
import { connect } from "../../../../release/cluster/cluster.ts";
import { embeddedEngine } from "../../../../release/engine/embedded/embedded.ts";
import type { ReleaseEvent } from "../../../../release/events.ts";
import { follow } from "../../../../release/rollout/follow.ts";
import { deadKubeconfig, engineOf, goldenDir, noCluster, testProject } from "../support.ts";
import type { TestProject } from "../support.ts";

const random = `
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
`;

/** The problem with which something ends; anything else fails the test. */
async function problemOf(work: Promise<unknown>): Promise<Problem> {
  const error = await work.then(
    () => new Error("it succeeded"),
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof Problem, String(error));
  return error;
}

describe("The embedded engine says in one clear problem, before anything is touched,", function () {
  this.timeout(30_000);
  let project: TestProject;
  beforeEach(() => {
    project = testProject(`${random} export const a = 1;`);
    project.configure({ version: undefined, greeting: undefined });
  });
  afterEach(() => {
    project.remove();
  });
  const up = async (program?: string): Promise<Problem> => {
    if (program !== undefined) project.write("index.ts", random + program);
    return problemOf((await engineOf(project, noCluster)).up({ message: "m" }));
  };

  it("that a package is none it makes resources of, naming the Pulumi CLI", async () => {
    const problem = await up('new pulumi.CustomResource("aws:s3/bucket:Bucket", "b");');
    assert.equal(
      describeProblem(problem),
      "PACKAGE_UNSUPPORTED: the program uses aws:s3/bucket:Bucket; the embedded engine makes resources of the packages kubernetes and random only\n" +
        "  next: install the Pulumi CLI and use it: --engine pulumi",
    );
    assert.equal(problem.exitCode, exitCodes.usage);
  });

  it("that a resource is declared twice, imported, or transformed", async () => {
    const uuid = 'new random.RandomUuid("a");';
    assert.equal((await up(uuid + uuid)).code, "URN_DUPLICATE");
    assert.equal((await up('new random.RandomUuid("a", {}, { import: "x" });')).code, "IMPORT_UNSUPPORTED");
    assert.match(
      (await up("pulumi.runtime.registerResourceTransform(() => undefined);")).message,
      /does not support transforms/,
    );
    assert.equal((await up('await pulumi.runtime.invoke("aws:index:getRegion", {});')).code, "FUNCTION_UNSUPPORTED");
  });

  it("that the passphrase is missing or wrong", async () => {
    project.env = { ...project.env, PULUMI_CONFIG_PASSPHRASE: undefined };
    assert.equal((await up()).code, "PASSPHRASE_MISSING");
    project.env = { ...project.env, PULUMI_CONFIG_PASSPHRASE: "wrong" };
    assert.equal((await up()).code, "PASSPHRASE_WRONG");
  });

  it("that a value is secret where no passphrase is set, also for stack outputs", async () => {
    project.env = { ...project.env, PULUMI_CONFIG_PASSPHRASE: undefined };
    project.write("Pulumi.prod.yaml", "config: {}\n");
    assert.equal((await up('export const s = pulumi.secret("x");')).code, "PASSPHRASE_MISSING");
    assert.equal((await up('new random.RandomPassword("p", { length: 9 });')).code, "PASSPHRASE_MISSING");
  });

  it("that there is no such stack, or its file or the project's is no YAML", async () => {
    const missing = await problemOf(
      (
        await embeddedEngine(
          { projectDir: project.dir, stack: "nope" },
          { reason: "r", cluster: noCluster, follow, env: project.env },
        )
      ).up({ message: "m" }),
    );
    assert.equal(missing.code, "STACK_UNKNOWN");
    assert.equal(missing.where, join(project.dir, "Pulumi.nope.yaml"));
    project.write("Pulumi.prod.yaml", "config: [\n");
    assert.equal((await up()).code, "STACK_FILE_INVALID");
    project.write("Pulumi.yaml", "name: [\n");
    assert.equal((await problemOf(engineOf(project, noCluster))).code, "PROJECT_INVALID");
  });

  it("that the backend is none it knows, or the runtime", async () => {
    project.env = { ...project.env, PULUMI_BACKEND_URL: "s3://bucket" };
    const problem = await problemOf(engineOf(project, noCluster));
    assert.equal(problem.code, "BACKEND_UNSUPPORTED");
    assert.match(problem.next ?? "", /--engine pulumi/);
    project.write("Pulumi.yaml", "name: golden\nruntime: python\n");
    assert.equal((await problemOf(engineOf(project, noCluster))).code, "RUNTIME_UNSUPPORTED");
  });

  it("that the state is one it cannot read", async () => {
    const folder = join(project.dir, "backend/.pulumi/stacks/golden");
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(project.dir, "backend/.pulumi/meta.yaml"), "version: 1\n");
    writeFileSync(join(folder, "prod.json.gz"), "");
    assert.equal((await up()).code, "STATE_COMPRESSED");
    writeFileSync(join(folder, "prod.json"), "{");
    assert.equal((await up()).code, "STATE_UNREADABLE");
  });

  it("that the cluster does not answer, in an update, a refresh and a destroy; exit code 6", async () => {
    cpSync(join(goldenDir, "state/dot-pulumi"), join(project.dir, "backend/.pulumi"), { recursive: true });
    writeFileSync(join(project.dir, "kubeconfig"), deadKubeconfig);
    const engine = await engineOf(project, () => connect({ kubeconfig: join(project.dir, "kubeconfig") }));
    project.write(
      "index.ts",
      'import * as core from "@pulumi/kubernetes/core/v1/index.js"; new core.ConfigMap("a", { metadata: { name: "a" } });',
    );
    for (const verb of ["up", "refresh", "destroy"] as const) {
      const problem = await problemOf(engine[verb]({ message: "m" }));
      assert.equal(problem.code, "CLUSTER_UNREACHABLE");
      assert.equal(problem.exitCode, exitCodes.unreachable);
      assert.equal(project.state().checkpoint.latest.pending_operations, undefined);
    }
    assert.equal(await engine.lockHolder(), undefined);
  });

  it("that another process holds the lock: who, where, since when; exit code 4", async () => {
    const since = new Date();
    const child = spawn("sleep", ["30"]);
    lock(project, { pid: child.pid, username: "ann", hostname: hostname(), timestamp: since.toISOString() });
    const problem = await up();
    child.kill();
    assert.equal(problem.code, "STACK_LOCKED");
    assert.equal(problem.exitCode, exitCodes.locked);
    assert.equal(
      problem.message,
      `the stack's state is locked by ann@${hostname()}, process ${child.pid ?? 0}, since ${since.toISOString()}`,
    );
  });
});

function lock(project: TestProject, content: unknown): void {
  const folder = join(project.dir, "backend/.pulumi/locks/organization/golden/prod");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "0c7d1f7e-0000-4000-8000-000000000000.json"), JSON.stringify(content));
}

describe("The embedded engine", function () {
  this.timeout(30_000);
  let project: TestProject;
  beforeEach(() => {
    project = testProject(`${random} export const a = 1;`);
  });
  afterEach(() => {
    project.remove();
  });

  it("takes over the lock of a process that is gone, and says so", async () => {
    const engine = await engineOf(project, noCluster);
    lock(project, { pid: 999_999_999, username: "ann", hostname: hostname(), timestamp: "2026-01-02T03:04:05.000Z" });
    assert.equal((await engine.lockHolder())?.stale, true);
    const notes: string[] = [];
    const emit = (event: ReleaseEvent): void => {
      if (event.type === "note") notes.push(event.message);
    };
    assert.equal((await engine.up({ message: "m", emit })).result, "succeeded");
    assert.deepEqual(notes, [
      `took over the state's lock of ann@${hostname()}, process 999999999, since 2026-01-02T03:04:05.000Z: that process is gone`,
    ]);
  });

  it("never takes over a lock from another machine", async () => {
    const engine = await engineOf(project, noCluster);
    lock(project, { pid: 1, username: "ann", hostname: "elsewhere", timestamp: new Date().toISOString() });
    assert.deepEqual((await engine.lockHolder())?.stale, false);
    assert.equal((await problemOf(engine.up({ message: "m" }))).code, "STACK_LOCKED");
  });

  it("lets one of two that start at once go on, and the other say who it is", async () => {
    project.write("index.ts", "await new Promise((resolve) => setTimeout(resolve, 500)); export const a = 1;");
    const engines = await Promise.all([engineOf(project, noCluster), engineOf(project, noCluster)]);
    const results = await Promise.allSettled(engines.map((engine) => engine.up({ message: "m" })));
    assert.deepEqual(results.map(({ status }) => status).sort(), ["fulfilled", "rejected"]);
    const lost = results.find((result) => result.status === "rejected");
    assert.equal((lost?.reason as Problem).code, "STACK_LOCKED");
  });

  it("writes a salt into a new stack's file and leaves its comments", async () => {
    project.write("Pulumi.prod.yaml", "# who may change this: ops\nconfig:\n  golden:a: b # the letter\n");
    project.write(
      "index.ts",
      `${random} export const s = pulumi.secret("shh"); export const id = new random.RandomId("i", { byteLength: 2 }).hex;`,
    );
    const engine = await engineOf(project, noCluster);
    assert.equal((await engine.up({ message: "m" })).result, "succeeded");
    assert.match(
      project.read("Pulumi.prod.yaml"),
      /^# who may change this: ops\nconfig:\n {2}golden:a: b # the letter\nencryptionsalt: v1:\S+:v1:\S+:\S+\n$/,
    );
    assert.deepEqual((await engine.outputs()).s, { value: "shh", secret: true });
    assert.ok(!JSON.stringify(project.state()).includes("shh"));
  });

  it("works without a passphrase where nothing is secret", async () => {
    project.env = { ...project.env, PULUMI_CONFIG_PASSPHRASE: undefined };
    project.write("Pulumi.prod.yaml", "config: {}\n");
    project.write("index.ts", `${random} export const id = new random.RandomId("i", { byteLength: 2 }).hex;`);
    const engine = await engineOf(project, noCluster);
    assert.equal((await engine.up({ message: "m" })).result, "succeeded");
    assert.equal((await engine.up({ message: "m" })).result, "succeeded");
    assert.match(String((await engine.outputs()).id?.value), /^[0-9a-f]{4}$/);
  });

  it("hands the program its configuration: objects, nested secrets, the project's defaults", async () => {
    project.write("Pulumi.yaml", `${project.read("Pulumi.yaml")}config:\n  level: 7\n  golden:mode: {default: calm}\n`);
    const stack = project.read("Pulumi.prod.yaml");
    const token = /secure: (\S+)/.exec(stack)?.[1] ?? "";
    project.write(
      "Pulumi.prod.yaml",
      `${stack}  golden:nested:\n    plain: [1, two]\n    deep: {secure: "${token}"}\n`,
    );
    project.write(
      "index.ts",
      `${random} const c = new pulumi.Config(); export const level = c.requireNumber("level"); export const mode = c.require("mode"); export const nested = c.requireSecretObject("nested");`,
    );
    const engine = await engineOf(project, noCluster);
    assert.equal((await engine.up({ message: "m" })).result, "succeeded");
    assert.deepEqual(await engine.outputs(), {
      level: { value: 7, secret: false },
      mode: { value: "calm", secret: false },
      nested: { value: { plain: [1, "two"], deep: "s3cret-token" }, secret: true },
    });
    assert.equal((await engine.history())[0]?.config["golden:nested"], '{"plain":[1,"two"],"deep":"[secret]"}');
  });

  it("calls the program's hooks around an operation, and a failing one keeps it from being done", async () => {
    const program = (fail: boolean): string => `${random}
      const before = new pulumi.ResourceHook("before", (args) => { pulumi.log.info("before " + args.name + " " + JSON.stringify(args.newInputs)); ${fail ? 'throw new Error("not today");' : ""} });
      const after = new pulumi.ResourceHook("after", (args) => { pulumi.log.info("after " + args.name); });
      export const id = new random.RandomId("i", { byteLength: 2 }, { hooks: { beforeCreate: [before], afterCreate: [after] } }).hex;`;
    const notes: string[] = [];
    const emit = (event: ReleaseEvent): void => {
      if (event.type === "note") notes.push(event.message);
    };
    const engine = await engineOf(project, noCluster);
    project.write("index.ts", program(true));
    const failed = await engine.up({ message: "m", emit });
    assert.equal(failed.result, "failed");
    assert.match(failed.failures[0]?.message ?? "", /^the program's hook "before" failed for i: .*not today/);
    project.write("index.ts", program(false));
    assert.equal((await engine.up({ message: "m", emit })).result, "succeeded");
    assert.deepEqual(notes.slice(-2), ['before i {"byteLength":2}', "after i"]);
  });

  it("hands down to children what a component is: protected, retained", async () => {
    project.write(
      "index.ts",
      `${random} class Site extends pulumi.ComponentResource { constructor(name: string, options: pulumi.ComponentResourceOptions) {
        super("t:index:Site", name, {}, options);
        new random.RandomUuid("inner", {}, { parent: this });
        new random.RandomUuid("free", {}, { parent: this, protect: false }); } }
      new Site("site", { protect: true, retainOnDelete: true });`,
    );
    const engine = await engineOf(project, noCluster);
    assert.equal((await engine.up({ message: "m" })).result, "succeeded");
    const of = (name: string): unknown[] => {
      const state = project.resources().find(({ urn }) => JSON.stringify(urn).endsWith(`::${name}"`));
      return [state?.protect, state?.retainOnDelete];
    };
    assert.deepEqual(
      [of("site"), of("inner"), of("free")],
      [
        [true, true],
        [true, true],
        [undefined, true],
      ],
    );
    const destroyed = await engine.destroy({ message: "m" });
    assert.equal(destroyed.result, "failed");
    assert.deepEqual(destroyed.failures.map(({ step }) => step.name).sort(), ["inner", "site"]);
  });

  it("makes each of its random kinds within what was asked for, and keeps it", async () => {
    project.write(
      "index.ts",
      `${random}
      export const text = new random.RandomString("s", { length: 12, special: false, upper: false, minNumeric: 3 }).result;
      export const password = new random.RandomPassword("p", { length: 20, overrideSpecial: "_" }).result;
      export const number = new random.RandomInteger("n", { min: 5, max: 6 }).result;
      export const list = new random.RandomShuffle("l", { inputs: ["a", "b", "c"], resultCount: 5 }).results;
      export const pet = new random.RandomPet("t", { length: 3, prefix: "my", separator: "_" }).id;
      export const uuid = new random.RandomUuid("u").result;`,
    );
    const engine = await engineOf(project, noCluster);
    assert.equal((await engine.up({ message: "m" })).result, "succeeded");
    const outputs = await engine.outputs();
    assert.match(String(outputs.text?.value), /^(?=(.*[0-9]){3})[a-z0-9]{12}$/);
    assert.match(String(outputs.password?.value), /^[A-Za-z0-9_]{20}$/);
    assert.equal(outputs.password?.secret, true);
    assert.ok(outputs.number?.value === 5 || outputs.number?.value === 6);
    assert.match(JSON.stringify(outputs.list?.value), /^\["[abc]"(,"[abc]"){4}\]$/);
    assert.match(String(outputs.pet?.value), /^my_[a-z]+_[a-z]+_[a-z]+$/);
    assert.match(String(outputs.uuid?.value), /^[0-9a-f-]{36}$/);
    await engine.up({ message: "again" });
    assert.deepEqual(await engine.outputs(), outputs);
  });
});
