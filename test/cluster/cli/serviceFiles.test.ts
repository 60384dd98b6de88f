import assert from "node:assert/strict";
import { execFile, execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const command = resolve(import.meta.dirname, "../../../cli/release.mjs");
const web = `# What web is.
template: website # ours
image: localhost/web
owner: web-team
replicas: 2
stacks:
  prod:
    replicas: 3
`;
const stack = "config:\n  releases:current:\n    web: { version: v1 }\n";

/** As it is used, each time in a process of its own. */
describe("release config, of services with files of their own", function () {
  this.timeout(240_000);
  let folder: string;
  const file = (name: string) => join(folder, name);
  const read = (name: string) => readFileSync(file(name), "utf8");
  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@b", ...args], { cwd: folder });
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "release-services-"));
    mkdirSync(file("services"));
    writeFileSync(file("Pulumi.yaml"), 'name: releases\nruntime: nodejs\nbackend: { url: "file://." }\n');
    for (const name of ["staging", "prod"]) writeFileSync(file(`Pulumi.${name}.yaml`), stack);
    writeFileSync(file("services/web.yaml"), web);
    writeFileSync(file("services/jp.yaml"), web);
    git("init", "--quiet");
    git("add", ".");
    git("commit", "--quiet", "--message", "one");
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  function config(...words: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
    return new Promise((done) => {
      const child = execFile(
        process.execPath,
        [command, "--cwd", folder, "config", ...words],
        (_error, stdout, stderr) => {
          done({ code: child.exitCode ?? -1, stdout, stderr });
        },
      );
    });
  }

  it("sets a value in the file that says it, for all stacks or for one, and says which", async () => {
    const all = await config("set", "services.web.env.GREETING", "hi", "--stack", "prod");
    assert.equal(
      all.stdout,
      "releases:services.web.env.GREETING: written in services/web.yaml, for every stack that does not say otherwise\n  next: release up\n",
    );
    const said = await config("set", "services.web.replicas", "4", "--stack", "prod");
    assert.match(said.stdout, /^releases:services\.web\.replicas: written in services\/web\.yaml, for prod alone$/m);
    const only = await config("set", "services.web.replicas", "1", "--stack", "staging", "--only-this-stack");
    assert.match(only.stdout, /^releases:services\.web\.replicas: written in services\/web\.yaml, for staging alone$/m);
    assert.equal(
      read("services/web.yaml"),
      `${web.replace("replicas: 3", "replicas: 4")}  staging:\n    replicas: 1\nenv:\n  GREETING: hi\n`,
    );
    const gone = await config("rm", "services.web.replicas", "--stack", "staging");
    assert.match(gone.stdout, /: taken out in services\/web\.yaml, for staging alone$/m);
    assert.equal(read("Pulumi.staging.yaml"), stack);
  });

  it("refuses what would make any stack wrong, with the line, and writes nothing", async () => {
    const before = read("services/web.yaml");
    const { code, stderr } = await config("set", "services.web.image", "localhost/web:v1", "--stack", "staging");
    assert.equal(code, 1);
    assert.equal(
      stderr,
      `CONFIG_INVALID: this would make stack prod wrong; nothing was written
  at services/web.yaml
  - services/web.yaml:3: image: "localhost/web:v1" was given; allowed: an image name without tag or digest
  next: give a value that fits; docs/parameters.md has each
`,
    );
    assert.equal(read("services/web.yaml"), before);
  });

  it("shows which file and line says each value, and what goes before a service's file", async () => {
    writeFileSync(file("Pulumi.staging.yaml"), `${stack}  releases:services: { web: { unset: [env.GREETING] } }\n`);
    const { stdout } = await config("show", "web", "--stack", "prod");
    assert.match(stdout, /^template +website +basic services\/web\.yaml:2$/m);
    assert.match(stdout, /^replicas +4 +basic services\/web\.yaml:8$/m);
    assert.match(stdout, /^env\.GREETING +hi +basic services\/web\.yaml:/m);
    const checked = await config("check", "--stack", "staging");
    assert.equal(
      checked.stdout,
      `good: 1 service in Pulumi.staging.yaml
  web: Pulumi.staging.yaml goes before services/web.yaml in env.GREETING
  without a version, so not in this stack: services/jp.yaml
`,
    );
    writeFileSync(file("Pulumi.staging.yaml"), stack);
  });

  it("tells of a change which parameters it is of, and whose, for people and for a check", async () => {
    writeFileSync(file("services/web.yaml"), web.replace("replicas: 2", "replicas: 4").replace("ours", "the team's"));
    writeFileSync(file("Pulumi.prod.yaml"), stack.replace("v1", "v2"));
    const told = `basic parameters (what a service is)
  web, of web-team, in staging
    replicas: 2 → 4
release parameters (what runs)
  web, of web-team, in prod
    version: v1 → v2
`;
    assert.deepEqual(await config("diff", "HEAD"), { code: 0, stdout: told, stderr: "" });
    const checked = await config("diff", "HEAD", "--only", "release");
    assert.deepEqual(
      [checked.code, checked.stdout],
      [1, `${told}more than release parameters: basic parameters (what a service is)\n`],
    );
    const json = JSON.parse((await config("diff", "HEAD", "--json")).stdout) as Record<string, unknown>;
    assert.deepEqual([json.kinds, json.owners], [["release", "basic"], ["web-team"]]);
    git("checkout", "--quiet", "services");
    assert.equal((await config("diff", "HEAD", "--only", "release")).code, 0);
    git("checkout", "--quiet", ".");
    assert.equal((await config("diff", "HEAD")).stdout, "no parameter differs from HEAD\n");
    const unknown = await config("diff", "nope");
    assert.match(unknown.stderr, /^GIT_REF_UNKNOWN: git knows no "nope" here\n/);
  });
});
