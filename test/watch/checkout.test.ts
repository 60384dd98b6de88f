import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, writeFileSync, existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openCheckout } from "../../watch/checkout.ts";

/** A bare repository, and a clone that pushes to it. */
function remote() {
  const base = mkdtempSync(join(tmpdir(), "release-watch-"));
  const bare = join(base, "bare.git");
  const clone = join(base, "clone");
  execFileSync("git", ["init", "--quiet", "--bare", "--initial-branch=main", bare]);
  execFileSync("git", ["clone", "--quiet", bare, clone], { stdio: "ignore" });
  const git = (...args: string[]) => execFileSync("git", args, { cwd: clone, encoding: "utf8" }).trim();
  git("config", "user.name", "Ada");
  git("config", "user.email", "ada@example.invalid");
  git("switch", "--quiet", "-c", "main");
  const commit = (subject: string, text: string): string => {
    writeFileSync(join(clone, "Pulumi.staging.yaml"), text);
    git("add", ".");
    git("commit", "--quiet", "-m", subject);
    git("push", "--quiet", "--force", "origin", "HEAD:main");
    return git("rev-parse", "HEAD");
  };
  return { bare, git, commit, folder: join(base, "watched") };
}

describe("the checkout of those who watch", () => {
  it("follows the branch, and has the commit that is asked for in its folder", async () => {
    const { bare, git, commit, folder } = remote();
    const first = commit("first\twith a tab", "one\n");
    const checkout = await openCheckout({ repository: bare, branch: "main", folder, path: "." });
    const at = 1000 * Number(git("log", "-1", "--format=%ct"));
    assert.deepEqual(await checkout.tip(), { id: first, at, author: "Ada", subject: "first\twith a tab" });
    const second = commit("second", "two\n");
    const third = commit("third", "three\n");
    const tip = await checkout.tip();
    assert.equal(tip.id, third);
    assert.deepEqual(
      (await checkout.since(first, tip)).map(({ id }) => id),
      [second, third],
    );
    await checkout.at({ id: second, at: 0, author: "", subject: "" });
    assert.equal(execFileSync("cat", ["Pulumi.staging.yaml"], { cwd: folder, encoding: "utf8" }), "two\n");
  });

  it("throws away what a killed release left there", async () => {
    const { bare, commit, folder } = remote();
    commit("first", "one\n");
    const checkout = await openCheckout({ repository: bare, branch: "main", folder, path: "." });
    const tip = await checkout.tip();
    await checkout.at(tip);
    writeFileSync(join(folder, "Pulumi.staging.yaml"), "half\n");
    writeFileSync(join(folder, "left.tmp"), "");
    await checkout.at(tip);
    assert.equal(execFileSync("cat", ["Pulumi.staging.yaml"], { cwd: folder, encoding: "utf8" }), "one\n");
    assert.equal(existsSync(join(folder, "left.tmp")), false);
  });

  it("goes to the tip of a branch that was written anew", async () => {
    const { bare, git, commit, folder } = remote();
    const first = commit("first", "one\n");
    const checkout = await openCheckout({ repository: bare, branch: "main", folder, path: "." });
    await checkout.tip();
    git("switch", "--quiet", "--orphan", "anew");
    const anew = commit("anew", "two\n");
    const tip = await checkout.tip();
    assert.deepEqual(await checkout.since(first, tip), [{ id: anew, at: tip.at, author: "Ada", subject: "anew" }]);
  });

  it("is one that release set pushes from", async () => {
    const { bare, git, commit, folder } = remote();
    const stack = (version: string) =>
      `config:\n  releases:services:\n    web: { template: website, image: localhost/web, owner: t }\n  releases:current:\n    web: { version: ${version} }\n  releases:namespace: shop\n`;
    writeFileSync(join(folder, "..", "clone", "Pulumi.yaml"), "name: releases\nruntime: nodejs\n");
    commit("first", stack("v1"));
    const checkout = await openCheckout({ repository: bare, branch: "main", folder, path: "." });
    await checkout.at(await checkout.tip());
    const command = join(import.meta.dirname, "../../cli/release.mjs");
    execFileSync(process.execPath, [command, "--cwd", folder, "--stack", "staging", "set", "web=v2", "--push"], {
      env: { ...process.env, RELEASE_OPERATOR: "release watch", KUBECONFIG: join(folder, "none"), HOME: folder },
      stdio: "pipe",
    });
    git("pull", "--quiet", "origin", "main");
    assert.equal(git("show", "HEAD:Pulumi.staging.yaml"), stack("v2").trim());
    assert.equal((await checkout.tip()).subject, "set web v1 → v2 in staging");
  });

  it("says that git is away without the password of its address", async () => {
    const { folder } = remote();
    const repository = "http://ada:secret@127.0.0.1:1/none.git";
    const checkout = await openCheckout({ repository, branch: "main", folder, path: "." });
    await assert.rejects(checkout.tip(), (error: Error & { code: string }) => {
      assert.equal(error.code, "GIT_AWAY");
      assert.doesNotMatch(error.message, /secret/);
      return true;
    });
  });
});
