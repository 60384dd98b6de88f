import assert from "node:assert/strict";
import { execFile, execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { circleci } from "../../../cli/ci/circleci.ts";
import { gitlab } from "../../../cli/ci/gitlab.ts";
import { parts } from "./parts.ts";

const run = promisify(execFile);
const require = createRequire(import.meta.url);
// It is a bundle of CommonJS, which tells no names to an import.
const { parseConfig } = require("@circleci/circleci-config-parser") as {
  parseConfig: (text: string) => { jobs: { name: string }[] };
};
const gitlabCommand = require.resolve("gitlab-ci-local/dist/index.js");

/** What GitLab's own schema says of a file; the jobs of a push to the branch where it is right. */
async function jobsOnGitlab(text: string): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), "release-gitlab-"));
  try {
    const git = (...args: string[]) => execFileSync("git", args, { cwd: folder, stdio: "ignore" });
    writeFileSync(join(folder, ".gitlab-ci.yml"), text);
    git("init", "--quiet", "--initial-branch=main");
    git("config", "user.name", "Test");
    git("config", "user.email", "test@example.invalid");
    git("remote", "add", "origin", "https://git.example/team/x.git");
    git("add", ".");
    git("commit", "--quiet", "-m", "first");
    git("update-ref", "refs/remotes/origin/main", "HEAD");
    git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main");
    const { stdout } = await run(process.execPath, [gitlabCommand, "--list"], { cwd: folder });
    const lines = stdout.split("\n");
    const head = lines.findIndex((line) => line.startsWith("name "));
    return lines.slice(head + 1).flatMap((line) => /^\w+/.exec(line)?.[0] ?? []);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe("by the systems' own schemas a pipeline", function () {
  this.timeout(30_000);

  it("of the releases is right on GitLab", async () => {
    assert.deepEqual(await jobsOnGitlab(gitlab.releases.text(parts)), ["staging", "prod"]);
  });

  it("of a service is right on GitLab, where a job called image would not be", async () => {
    const text = gitlab.service.text(parts);
    assert.deepEqual(await jobsOnGitlab(text), ["test", "build", "set"]);
    await assert.rejects(jobsOnGitlab(text.replace("\nbuild:", "\nimage:")));
  });

  it("is right on CircleCI", () => {
    const jobs = (text: string): string[] => parseConfig(text).jobs.map(({ name }) => name);
    assert.deepEqual(jobs(circleci.releases.text(parts)), ["plan", "staging", "prod", "drift"]);
    assert.deepEqual(jobs(circleci.service.text(parts)), ["test", "build", "set"]);
    assert.throws(() => jobs(circleci.service.text(parts).replace("- build:", "- built:")));
  });
});
