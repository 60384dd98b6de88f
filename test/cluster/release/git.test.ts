import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { useLab, useNamespace } from "../support.ts";
import { patienceMs, useProject } from "./project.ts";

describe("a release from a git checkout", function () {
  this.timeout(patienceMs);
  const cluster = useLab();
  const namespace = useNamespace(cluster, "git");
  const project = useProject();
  const git = (...args: string[]) => execFileSync("git", args, { cwd: project().directory, encoding: "utf8" }).trim();
  before(async () => {
    project().stack(namespace(), { web: { version: "v1" } });
    writeFileSync(join(project().directory, ".gitignore"), "/kubeconfig\n/.pulumi/\n/node_modules\n");
    await project().release([]);
  });

  it("is refused with --commit outside of git, before anything is touched", async () => {
    const { code, stderr } = await project().cli("up", "web=v2", "--commit");
    assert.equal(code, 1);
    assert.match(
      stderr,
      /GIT_MISSING: --commit needs a git checkout, and this is none\n {2}at .*\n {2}next: leave out --commit, or: git init\n$/,
    );
    assert.deepEqual(await project().running(namespace()), { web: "v1" });
  });

  it("commits the stack's file alone, with the release's message, and says that the tree was dirty", async () => {
    git("init", "--quiet", "--initial-branch=main");
    git("config", "user.name", "Test");
    git("config", "user.email", "test@example.invalid");
    git("add", ".");
    git("commit", "--quiet", "-m", "first");
    const commit = git("rev-parse", "--short=12", "HEAD");
    writeFileSync(join(project().directory, "notes.txt"), "unfinished\n");
    git("add", "notes.txt");
    const { code, stderr } = await project().cli("up", "web=v2", "--commit", "-m", "new nav");
    assert.equal(code, 0, stderr);
    assert.match(stderr, /^ {4}git: 1 file has uncommitted changes$/m);
    const [record] = await project().session().records.list();
    assert.deepEqual(record?.git, { commit, branch: "main", dirty: 1, behind: 0, ahead: 0, edited: true });
    assert.equal(
      git("log", "-1", "--format=%B"),
      `deploy web v1 → v2\n\nnew nav\n\nRelease-Id: ${record.id}\nRelease-Kind: deploy\nRelease-Operator: ada\nRelease-Services: web\nRelease-Commit: ${commit} (dirty)`,
    );
    assert.equal(git("show", "--name-only", "--format="), "Pulumi.staging.yaml");
    assert.equal(git("diff", "--cached", "--name-only"), "notes.txt");
  });

  it("commits nothing where the release failed and was taken back", async () => {
    const head = git("rev-parse", "HEAD");
    const { code } = await project().cli("up", "web=crash", "--commit");
    assert.equal(code, 2);
    assert.equal(git("rev-parse", "HEAD"), head);
    assert.equal(git("status", "--porcelain", "Pulumi.staging.yaml"), "");
  });

  it("is done, with a warning, where git refuses the commit", async () => {
    writeFileSync(
      join(project().directory, ".git/hooks/pre-commit"),
      "#!/bin/sh\necho no commits on Sundays >&2\nexit 1\n",
      { mode: 0o755 },
    );
    const { code, stderr } = await project().cli("up", "web=v3", "--commit");
    assert.equal(code, 0, stderr);
    assert.match(stderr, /released, but the stack's file is not committed: .*no commits on Sundays/s);
    assert.deepEqual(await project().running(namespace()), { web: "v3" });
  });

  it("is not set again where it failed: the cluster's records say so, where git knows nothing of it", async () => {
    const before = project().read();
    const { code, stderr } = await project().cli("set", "web=crash");
    assert.equal(code, 1);
    assert.match(
      stderr,
      /ROLLED_BACK_FROM: what was taken back is not set again; nothing was written\n {2}- web crash: release \S+ ended "rolled back": .*\n {2}- asked: git \(2 commits of the stack's file\), the cluster \(\d releases on record\)\n/,
    );
    assert.equal(project().read(), before);
    const again = await project().cli("set", "web=crash", "--even-if-rolled-back");
    assert.equal(again.code, 0, again.stderr);
    assert.equal(project().read(), before.replace("version: v3", "version: crash"));
  });
});
