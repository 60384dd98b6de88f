import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkCommittable, commitFiles, describeGitTrouble, gitState } from "../../release/git.ts";

function repository(): { folder: string; git: (...args: string[]) => string } {
  const folder = mkdtempSync(join(tmpdir(), "release-git-"));
  const git = (...args: string[]) => execFileSync("git", args, { cwd: folder, encoding: "utf8" }).trim();
  git("init", "--quiet", "--initial-branch=main");
  git("config", "user.name", "Test");
  git("config", "user.email", "test@example.invalid");
  writeFileSync(join(folder, "Pulumi.staging.yaml"), "config: {}\n");
  writeFileSync(join(folder, "other.txt"), "one\n");
  git("add", ".");
  git("commit", "--quiet", "-m", "first");
  return { folder, git };
}

describe("git", () => {
  it("tells commit, branch and what is not committed", async () => {
    const { folder, git } = repository();
    writeFileSync(join(folder, "other.txt"), "two\n");
    assert.deepEqual(await gitState(folder), {
      commit: git("rev-parse", "--short=12", "HEAD"),
      branch: "main",
      dirty: 1,
      behind: 0,
      ahead: 0,
    });
  });

  it("tells how far it is from its upstream, and of a commit that is on no branch", async () => {
    const { folder, git } = repository();
    git("branch", "upstream");
    git("branch", "--set-upstream-to=upstream");
    git("commit", "--quiet", "--allow-empty", "-m", "ours");
    git("switch", "--quiet", "upstream");
    for (const message of ["theirs", "theirs too"]) git("commit", "--quiet", "--allow-empty", "-m", message);
    git("switch", "--quiet", "main");
    const commit = git("rev-parse", "--short=12", "HEAD");
    assert.deepEqual(await gitState(folder), { commit, branch: "main", dirty: 0, behind: 2, ahead: 1 });
    git("switch", "--quiet", "--detach");
    assert.deepEqual(await gitState(folder), { commit, branch: "HEAD", dirty: 0, behind: 0, ahead: 0 });
  });

  it("says nothing outside a repository, nor before the first commit", async () => {
    const empty = mkdtempSync(join(tmpdir(), "release-git-"));
    execFileSync("git", ["init", "--quiet"], { cwd: empty });
    assert.equal(await gitState(empty), undefined);
    assert.equal(await gitState(mkdtempSync(join(tmpdir(), "release-nogit-"))), undefined);
  });

  it("commits the stack's file alone, whatever else is staged", async () => {
    const { folder, git } = repository();
    writeFileSync(join(folder, "Pulumi.staging.yaml"), "config: { a: 1 }\n");
    writeFileSync(join(folder, "other.txt"), "two\n");
    git("add", "other.txt");
    await commitFiles(folder, ["Pulumi.staging.yaml"], "deploy website v1 → v2");
    assert.equal(git("show", "--name-only", "--format=%s"), "deploy website v1 → v2\n\nPulumi.staging.yaml");
    assert.equal(git("diff", "--cached", "--name-only"), "other.txt");
  });

  it("commits nothing where the file is as it was", async () => {
    const { folder, git } = repository();
    const head = git("rev-parse", "HEAD");
    assert.equal(await commitFiles(folder, ["Pulumi.staging.yaml"], "deploy"), false);
    assert.equal(git("rev-parse", "HEAD"), head);
  });

  it("commits a stack's file that git does not know yet", async () => {
    const { folder, git } = repository();
    writeFileSync(join(folder, "Pulumi.prod.yaml"), "config: {}\n");
    assert.equal(await commitFiles(folder, ["Pulumi.prod.yaml"], "promote website v2"), true);
    assert.equal(git("show", "--name-only", "--format=%s"), "promote website v2\n\nPulumi.prod.yaml");
  });

  it("refuses --commit where there is no checkout", async () => {
    const folder = mkdtempSync(join(tmpdir(), "release-nogit-"));
    await assert.rejects(checkCommittable(folder), {
      code: "GIT_MISSING",
      message: "--commit needs a git checkout, and this is none",
    });
  });

  it("words what a reader of the plan should know", () => {
    const clean = { commit: "c", branch: "main", dirty: 0, behind: 0, ahead: 1 };
    assert.equal(describeGitTrouble(clean), undefined);
    assert.equal(describeGitTrouble({ ...clean, dirty: 1 }), "1 file has uncommitted changes");
    assert.equal(
      describeGitTrouble({ ...clean, dirty: 2, behind: 3 }),
      "2 files have uncommitted changes, diverged from its upstream (1 ahead, 3 behind)",
    );
  });
});
