import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pulumi } from "../../engine/support.ts";
import { useLab, useNamespace } from "../../cluster/support.ts";
import { installed, type Installed } from "./support.ts";

const id = randomBytes(3).toString("hex");
const image = "localhost/web:v1";

/** As a user does it, from the tarball alone. */
describe("the package", function () {
  this.timeout(600_000);
  const cluster = useLab();
  const namespace = useNamespace(cluster, "hand");
  let own: Installed;

  before(async () => {
    own = await installed();
  });
  after(async () => {
    for (const name of [`p${id}-staging`, `s${id}`]) {
      await cluster()
        .core.deleteNamespace({ name })
        .catch(() => undefined);
    }
    await rm(dirname(own.directory), { recursive: true, force: true });
  });

  const release = async (...args: string[]): Promise<string> => {
    const { code, text } = await own.run("npx", ["release", ...args]);
    assert.equal(code, 0, text);
    return text;
  };
  const runs = async (where: string): Promise<string | undefined> => {
    const { spec } = await cluster().apps.readNamespacedDeployment({ namespace: where, name: "web" });
    return spec?.template.spec?.containers[0]?.image;
  };

  it("has nothing of lab, bench and tests in it, and is small", () => {
    assert.deepEqual(
      own.files.filter((file) => /^(dist\/)?(lab|bench|test)\//.test(file) || /(?<!\.d)\.ts$/.test(file)),
      [],
    );
    assert.ok(own.size <= 1_000_000, `${own.size} bytes`);
  });

  it("brings few packages beside Pulumi's, and those of Pulumi once", () => {
    const lock = readFileSync(join(own.directory, "node_modules/.package-lock.json"), "utf8");
    const { packages } = JSON.parse(lock) as { packages: Record<string, { dependencies?: Record<string, string> }> };
    const needed = packages["node_modules/service-releases"]?.dependencies ?? {};
    const console = ["@hono/node-server", "hono", "jose", "openid-client"];
    assert.deepEqual(Object.keys(needed).sort(), [...console, "commander", "semver", "undici", "yaml", "zod"].sort());
    const more = Object.keys(needed).flatMap((name) =>
      Object.keys(packages[`node_modules/${name}`]?.dependencies ?? {}).filter((other) => !(other in needed)),
    );
    assert.deepEqual(more, ["oauth4webapi"]);
    const sdks = Object.keys(packages).filter((path) => /(^|\/)node_modules\/@pulumi\/[^/]+$/.test(path));
    assert.deepEqual(
      sdks.sort(),
      ["kubernetes", "pulumi", "random"].map((name) => `node_modules/@pulumi/${name}`),
    );
  });

  it("begins a project whose tests pass", async () => {
    const text = await release("init", "--name", `p${id}`, "--image", image);
    assert.match(text, /completed {2}package\.json: what it lacked\n/);
    const { code, text: said } = await own.run("npm", ["install", "--prefer-offline", "--no-audit"]);
    assert.equal(code, 0, said);
    const tests = await own.run("npm", ["test"]);
    assert.equal(tests.code, 0, tests.text);
    assert.match(tests.text, /2 passing/);
  });

  it("releases that project for the first time, a version, and goes back", async () => {
    const where = `p${id}-staging`;
    await release("up", "--stack", "staging", "-m", "first");
    assert.equal(await runs(where), "localhost/web:v1");
    await release("up", "web=v2", "--stack", "staging", "-m", "second");
    assert.equal(await runs(where), "localhost/web:v2");
    await release("rollback", "web", "--stack", "staging", "-m", "back");
    assert.equal(await runs(where), "localhost/web:v1");
  });

  it("makes a template from which pulumi new makes a project, that plain pulumi up releases", async () => {
    await release("init", "--as-template", "template", "--image", image, "--stacks", `s${id}`);
    const template = join(own.directory, "template");
    const dir = join(own.directory, "new");
    mkdirSync(dir);
    // There is no Pulumi.yaml yet that says where: a person has logged in before.
    const at = { dir, env: { ...own.env, PULUMI_BACKEND_URL: `file://${dirname(own.directory)}` } };
    const stack = ["--stack", `s${id}`];
    const answers = ["--name", `n${id}`, "--description", "ours", ...stack, "--yes", "--offline"];
    const made = await pulumi(at, "new", template, ...answers);
    assert.equal(made.code, 0, made.stdout + made.stderr);
    const up = await pulumi(at, "up", "--yes", "--skip-preview", ...stack);
    assert.equal(up.code, 0, up.stdout + up.stderr);
    assert.equal(await runs(`s${id}`), "localhost/web:v1");
  });

  it("serves a program by hand, wired to other resources: preview, up, change, the way back", async () => {
    const dir = join(own.directory, "hand");
    mkdirSync(dir);
    copyFileSync(join(import.meta.dirname, "program.ts.txt"), join(dir, "index.ts"));
    writeFileSync(
      join(dir, "Pulumi.yaml"),
      'name: hand\nruntime: { name: nodejs, options: { typescript: false } }\nmain: index.ts\nbackend: { url: "file://." }\n',
    );
    const run = async (...args: string[]): Promise<string> => {
      const { code, stdout, stderr } = await pulumi({ dir, env: own.env }, ...args, "--stack", "test");
      assert.equal(code, 0, stdout + stderr);
      return stdout;
    };
    const toVersion = (version: string) => run("config", "set", "version", version);
    await run("stack", "init", "--no-select");
    await run("config", "set", "namespace", namespace());
    await toVersion("v1");
    await run("preview");
    await run("up", "--yes", "--skip-preview");
    assert.equal(await runs(namespace()), "localhost/web:v1");
    await run("preview", "--expect-no-changes");
    const outputs = JSON.parse(await run("stack", "output", "--json", "--show-secrets")) as Record<string, string>;
    assert.equal(outputs.url, `http://web.${namespace()}.svc:80`);
    const state = readFileSync(join(dir, ".pulumi/stacks/hand/test.json"), "utf8");
    assert.equal(state.includes(outputs.password!), false, "the password stands in the state in plain text");
    await toVersion("v2");
    await run("up", "--yes", "--skip-preview");
    assert.equal(await runs(namespace()), "localhost/web:v2");
    await toVersion("v1");
    await run("up", "--yes", "--skip-preview");
    assert.equal(await runs(namespace()), "localhost/web:v1");
    await toVersion("latest");
    const refused = await pulumi({ dir, env: own.env }, "preview", "--stack", "test");
    assert.match(refused.stdout, /RULES_BROKEN: ServiceRelease "web" breaks a rule for services that keep answering/);
    assert.doesNotMatch(refused.stdout, /\n\s+at .*\.js:/);
  });
});
