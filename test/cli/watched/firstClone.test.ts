import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { firstClone } from "../../../cli/watched/firstClone.ts";

describe("the first clone of one that watches with no checkout around it", () => {
  const base = mkdtempSync(join(tmpdir(), "first-clone-"));
  const [bare, folder] = [join(base, "releases.git"), join(base, "work")];
  const followed = { repository: bare, branch: "main", folder, path: "deploy" };
  after(() => {
    rmSync(base, { recursive: true, force: true });
  });

  it("is tried again where git does not answer, and given up once all is stopped", async () => {
    const stop = new AbortController();
    const said: string[] = [];
    const say = (line: string): void => {
      said.push(line);
      stop.abort();
    };
    assert.equal(await firstClone(followed, say, stop.signal), undefined);
    assert.equal(said.length, 1);
    assert.match(said[0] ?? "", /^GIT_AWAY: git fetch failed: .*; trying again$/s);
  });

  it("has the project of the branch in its folder", async () => {
    const project = join(base, "project");
    mkdirSync(join(project, "deploy"), { recursive: true });
    writeFileSync(join(project, "deploy/Pulumi.yaml"), "name: releases\n");
    const git = (...args: string[]) => execFileSync("git", args, { cwd: project });
    git("init", "--quiet", "--initial-branch=main");
    git("add", ".");
    git("-c", "user.name=Ada", "-c", "user.email=ada@example.invalid", "commit", "--quiet", "-m", "first");
    git("clone", "--quiet", "--bare", project, bare);
    const refuse = (line: string): never => {
      throw new Error(line);
    };
    const place = await firstClone(followed, refuse, new AbortController().signal);
    assert.equal(place, join(folder, "deploy"));
    assert.equal(readFileSync(join(folder, "deploy/Pulumi.yaml"), "utf8"), "name: releases\n");
  });
});
