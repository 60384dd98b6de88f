import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { baseOf, textsOf } from "../../../console/live/texts.ts";
import { checkEdits } from "../../../console/settings/check.ts";
import { edited, kindOf } from "../../../console/settings/edits.ts";
import { saveEdits } from "../../../console/settings/save.ts";

const own = `# The stack.
config:
  releases:namespace: staging
  releases:services:
    web: { template: website, image: registry.example/web, replicas: 3 } # the site
  releases:current:
    web: { version: v1 }
    docs: { version: v1 }
`;
const docs = "# What docs is.\ntemplate: website\nimage: registry.example/docs\nreplicas: 3\n";

describe("parameters that are changed on the page", () => {
  let folder = "";
  const location = () => ({ projectDir: join(folder, "checkout"), stack: "staging" });
  const git = (where: string, ...args: string[]) =>
    execFileSync("git", ["-C", join(folder, where), ...args], {
      encoding: "utf8",
      env: { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_SYSTEM: "/dev/null" },
    }).trim();
  const file = (name: string) => join(folder, "checkout", name);
  const more = (value: unknown) => [{ service: "web", path: "replicas", value }];
  const words = { author: { name: "Ada <x>", email: "ada@example.com" }, operator: "ada", reason: "more of them" };
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "release-settings-"));
    mkdirSync(file("services"), { recursive: true });
    writeFileSync(file("Pulumi.yaml"), "name: shop\nruntime: nodejs\n");
    writeFileSync(file("Pulumi.staging.yaml"), own);
    writeFileSync(file("services/docs.yaml"), docs);
    git("checkout", "init", "--quiet", "--initial-branch", "main");
    git("checkout", "config", "user.name", "Desk");
    git("checkout", "config", "user.email", "desk@example.com");
    git("checkout", "add", "-A");
    git("checkout", "commit", "--quiet", "-m", "begin");
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const withRemote = () => {
    mkdirSync(join(folder, "remote"));
    git("remote", "init", "--quiet", "--bare", "--initial-branch", "main");
    git("checkout", "remote", "add", "origin", join(folder, "remote"));
    git("checkout", "push", "--quiet", "--set-upstream", "origin", "main");
  };

  it("are what a service is, or what runs", () => {
    assert.deepEqual(["replicas", "rollout.maxSurge", "version", "canary.steps", "env"].map(kindOf), [
      "basic",
      "basic",
      "release",
      "basic",
      "basic",
    ]);
  });

  it("stand where they stood, with all else as it was", () => {
    const texts = textsOf(location());
    const after = edited(texts, [...more(4), { service: "docs", path: "replicas", value: null }], location());
    assert.equal(after.get("Pulumi.staging.yaml"), own.replace("replicas: 3", "replicas: 4"));
    assert.equal(after.get("services/docs.yaml"), docs.replace("replicas: 3\n", ""));
  });

  it("are checked as they are typed, and nothing is written", () => {
    const texts = textsOf(location());
    const wrong = checkEdits(texts, more("many"), location());
    assert.match(wrong.problems.join("\n"), /releases:services\.web\.replicas: "many" was given/);
    const right = checkEdits(texts, more(4), location());
    assert.deepEqual([right.problems, right.diff.map(({ path }) => path)], [[], ["Pulumi.staging.yaml"]]);
    assert.equal(readFileSync(file("Pulumi.staging.yaml"), "utf8"), own);
  });

  it("hold to the rules before they are saved", () => {
    const { problems } = checkEdits(
      textsOf(location()),
      [{ service: "web", path: "rollout.maxUnavailable", value: 3 }],
      location(),
    );
    assert.match(problems.join("\n"), /ZD001/);
  });

  it("are a commit with author and reason", async () => {
    const saved = await saveEdits(baseOf(textsOf(location())), more(4), location(), words);
    assert.ok("pushed" in saved);
    assert.deepEqual([saved.pushed, saved.branch, saved.commit], [false, "main", git("checkout", "rev-parse", "HEAD")]);
    assert.equal(
      git("checkout", "log", "-1", "--format=%an %ae%n%cn%n%B"),
      "Ada x ada@example.com\nDesk\nmore of them\n\nRelease-Operator: ada",
    );
    assert.equal(git("checkout", "status", "--porcelain"), "");
  });

  it("are pushed where there is a remote, upon what it has by then", async () => {
    withRemote();
    const base = baseOf(textsOf(location()));
    // Somebody else has pushed another file.
    git("checkout", "clone", "--quiet", join(folder, "remote"), join(folder, "other"));
    writeFileSync(join(folder, "other", "README"), "new");
    git("other", "add", "-A");
    git("other", "-c", "user.name=G", "-c", "user.email=g@g", "commit", "--quiet", "-m", "other");
    git("other", "push", "--quiet");
    const saved = await saveEdits(base, more(4), location(), words);
    assert.ok("pushed" in saved);
    assert.equal(saved.pushed, true);
    assert.equal(git("remote", "log", "-2", "--format=%an: %s", "main"), "Ada x: more of them\nG: other");
    assert.match(readFileSync(file("Pulumi.staging.yaml"), "utf8"), /replicas: 4/);
  });

  it("never go over what somebody has changed meanwhile, here or there", async () => {
    withRemote();
    const base = baseOf(textsOf(location()));
    git("checkout", "clone", "--quiet", join(folder, "remote"), join(folder, "other"));
    const theirs = own.replace("replicas: 3", "replicas: 9");
    writeFileSync(join(folder, "other", "Pulumi.staging.yaml"), theirs);
    git("other", "-c", "user.name=G", "-c", "user.email=g@g", "commit", "--quiet", "-am", "nine");
    git("other", "push", "--quiet");
    const there = await saveEdits(base, more(4), location(), words);
    assert.ok("code" in there);
    assert.deepEqual(there.files, [
      { path: "Pulumi.staging.yaml", theirs, yours: own.replace("replicas: 3", "replicas: 4") },
    ]);
    writeFileSync(file("Pulumi.staging.yaml"), theirs);
    const here = await saveEdits(base, more(4), location(), words);
    assert.ok("code" in here);
    assert.equal(here.code, "FILES_CHANGED");
    assert.equal(git("remote", "log", "-1", "--format=%s", "main"), "nine");
  });

  it("that say the same as before are no commit", async () => {
    assert.deepEqual(await saveEdits(baseOf(textsOf(location())), more(3), location(), words), { pushed: false });
  });
});
