import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { filesAtCommit, filesInFolder, partedFrom } from "../../parameters/gitFiles.ts";

describe("a project's parameters at a commit", () => {
  let folder: string;
  let project: string;
  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@b", ...args], { cwd: project, encoding: "utf8" });
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "git-files-"));
    // Not at the repository's top: paths count from the project.
    project = join(folder, "deploy");
    mkdirSync(join(project, "services/web"), { recursive: true });
    writeFileSync(join(project, "Pulumi.yaml"), "name: shop\n");
    writeFileSync(join(project, "Pulumi.prod.yaml"), "config: {}\n");
    writeFileSync(join(project, "services/web.yaml"), "replicas: 1\n");
    writeFileSync(join(project, "services/README.md"), "notes\n");
    writeFileSync(join(project, "services/web/other.yaml"), "notes\n");
    git("init", "--quiet", "--initial-branch", "main", folder);
    git("add", ".");
    git("commit", "--quiet", "--message", "one");
    writeFileSync(join(project, "services/web.yaml"), "replicas: 2\n");
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  it("are the stacks' and services' files as committed, and in the folder as they stand", () => {
    const at = (replicas: number) => ({
      services: new Map([["web.yaml", `replicas: ${replicas}\n`]]),
      stacks: new Map([["prod", "config: {}\n"]]),
    });
    assert.deepEqual(filesAtCommit(project, "main"), at(1));
    assert.deepEqual(filesInFolder(project), at(2));
  });

  it("are not known of what git does not know, nor is an option taken for a commit", () => {
    assert.equal(filesAtCommit(project, "nope"), undefined);
    assert.equal(filesAtCommit(project, "--help"), undefined);
    assert.equal(filesAtCommit(tmpdir(), "main"), undefined);
  });

  it("are held against where two branches parted: what came on the other since is not this one's", () => {
    const first = git("rev-parse", "HEAD").trim();
    git("checkout", "--quiet", "-b", "change");
    git("commit", "--quiet", "--all", "--message", "mine");
    git("checkout", "--quiet", "main");
    git("commit", "--quiet", "--allow-empty", "--message", "theirs");
    git("checkout", "--quiet", "change");
    assert.equal(partedFrom(project, "main"), first);
    assert.equal(partedFrom(project, "nope"), "nope");
  });
});
