import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const release = resolve(import.meta.dirname, "../../../cli/release.mjs");
const stack = `# The staging environment
config:
  # what the services are
  releases:services:
    web: { template: website, image: localhost/web, secrets: { A: first, B: second } } # ours
  releases:current:
    web: { version: v1 }
`;

describe("release config set", function () {
  this.timeout(240_000);
  let folder: string;
  const file = () => join(folder, "Pulumi.staging.yaml");
  const read = () => readFileSync(file(), "utf8");
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "release-config-"));
    writeFileSync(join(folder, "Pulumi.yaml"), 'name: releases\nruntime: nodejs\nbackend: { url: "file://." }\n');
    writeFileSync(file(), stack, { mode: 0o640 });
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  async function config(words: string[], stdin = ""): Promise<{ code: number | null; stdout: string; stderr: string }> {
    const env = { ...process.env, PULUMI_CONFIG_PASSPHRASE: "a test" };
    const child = spawn(process.execPath, [release, "--cwd", folder, "config", ...words], { env });
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
    // It may end without reading.
    child.stdin.on("error", () => undefined);
    child.stdin.end(stdin);
    return new Promise((done, fail) => {
      child.on("error", fail);
      child.on("close", (code) => {
        done({ code, stdout, stderr });
      });
    });
  }

  it("takes secrets from stdin, one after the other, and shows them nowhere", async () => {
    const first = await config(["set", "--secret", "first"], "swordfish\n");
    assert.equal(first.code, 0, first.stderr);
    assert.equal(
      first.stdout,
      "releases:first: written in Pulumi.staging.yaml\n  still wrong in the file: 1; next: release config check\n",
    );
    const second = await config(["set", "--secret", "second"], "marlin");
    assert.equal(second.stdout, "releases:second: written in Pulumi.staging.yaml\n  next: release up\n");
    assert.match(
      read(),
      /^# The staging environment\nconfig:\n {2}# what the services are\n[^]*# ours\n[^]* {2}releases:first:\n {4}secure: v1:\S+\n {2}releases:second:\n {4}secure: v1:\S+\nencryptionsalt: v1:\S+\n$/,
    );
    assert.doesNotMatch([read(), first.stdout, first.stderr, second.stderr].join(), /swordfish|marlin/);
    assert.equal(statSync(file()).mode & 0o777, 0o640);
    assert.equal((await config(["check"])).code, 0);
  });

  it("refuses a secret as an argument, an empty one, and a secret in plain text", async () => {
    await config(["set", "--secret", "first"], "swordfish");
    const before = read();
    for (const [words, problem] of [
      [
        ["set", "--secret", "first", "marlin"],
        "SECRET_AS_ARGUMENT: a secret is not taken as an argument: it would stand in the list of processes and in the shell's history\n  next: take it as known by now and choose another, then: release config set --secret first, which asks for it\n",
      ],
      [
        ["set", "--secret", "first"],
        "SECRET_EMPTY: no value for first came from stdin; nothing was written\n  next: e.g. release config set --secret first < file\n",
      ],
      [
        ["set", "first", "marlin"],
        `SECRET_STANDS: first is a secret; in plain text everybody could read it\n  at ${file()}\n  next: release config set --secret first; if it is to be a secret no more, before that: release config rm first\n`,
      ],
      [
        ["set", "--secret", "services.web.owner"],
        "SECRET_MISPLACED: services.web.owner is a parameter of a service and cannot be secret\n  next: give the secret a key of its own, e.g. dbPassword, and name it in the service's secrets\n",
      ],
      [
        ["set", "namespace"],
        "VALUE_MISSING: no value for namespace was given\n  next: release config set namespace VALUE, or release config set --secret namespace\n",
      ],
    ] as const) {
      const { code, stdout, stderr } = await config([...words]);
      assert.deepEqual([code, stdout, stderr], [1, "", problem]);
    }
    assert.equal(read(), before);
  });

  it("refuses what would make the configuration wrong, all of it at once, and writes nothing", async () => {
    const { code, stderr } = await config(["set", "services.web", "{ template: website, replica: 2, owner: 3 }"]);
    assert.equal(code, 1);
    assert.equal(
      stderr,
      `CONFIG_INVALID: this would make the configuration wrong; nothing was written
  at Pulumi.staging.yaml
  - releases:services.web.image: missing; allowed: an image name without tag or digest
  - releases:services.web.owner: 3 was given; allowed: a text that is not empty
  - releases:services.web.replica: unknown parameter; did you mean "replicas"?
  next: give a value that fits; docs/parameters.md has each
`,
    );
    assert.equal(read(), stack);
    const mistyped = await config(["set", "namespce", "sites"]);
    assert.equal(
      mistyped.stderr,
      `CONFIG_INVALID: this would make the configuration wrong; nothing was written
  at Pulumi.staging.yaml
  - releases:namespce: unknown key; did you mean "namespace"?
  next: give a value that fits; docs/parameters.md has each
`,
    );
  });

  it("lets one mend a service at a time: rules that come into sight with it are no step back", async () => {
    const wrong = "{ template: website, image: localhost/web, replicas: two, resources: { requests: null } }";
    const services = ["  releases:services:", `    web: ${wrong}`, `    docs: ${wrong}`];
    const current = "  releases:current: { web: { version: v1 }, docs: { version: v1 } }";
    writeFileSync(file(), ["config:", ...services, current, ""].join("\n"));
    const mended = await config(["set", "services.web.replicas", "2"]);
    assert.equal(
      mended.stdout,
      "releases:services.web.replicas: written in Pulumi.staging.yaml\n  still wrong in the file: 2; next: release config check\n",
    );
  });

  it("sets and takes out plain values, numbers as numbers", async () => {
    await config(["set", "services.web.replicas", "4"]);
    await config(["set", "namespace", "sites"]);
    const changed = stack.replace("B: second } }", "B: second }, replicas: 4 }");
    assert.equal(read(), `${changed}  releases:namespace: sites\n`);
    const again = await config(["set", "namespace", "sites"]);
    assert.equal(again.stdout.split("\n")[0], "releases:namespace: already so in Pulumi.staging.yaml");
    const removed = await config(["rm", "namespace"]);
    assert.equal(removed.stdout.split("\n")[0], "releases:namespace: taken out in Pulumi.staging.yaml");
    assert.equal(read(), changed);
  });
});
