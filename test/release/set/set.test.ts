import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setAtOnce } from "../../../bench/pipelines.ts";
import { repositories, stackOf, type Clone, type Repositories } from "../../../bench/repositories.ts";
import { describeProblem, Problem } from "../../../errors/problem.ts";
import type { ReleaseRecord } from "../../../records/record.ts";
import type { SetContext, SetRequest } from "../../../release/set/context.ts";
import { set } from "../../../release/set/set.ts";
import { change, record } from "../builders.ts";

/** In this process: `set website=v2` in a clone. */
function setIn(
  clone: Clone,
  targets: string[],
  request: Partial<SetRequest> = {},
  context: Partial<SetContext> = {},
): ReturnType<typeof set> {
  return set(
    { targets, commit: request.push === true, push: false, evenIfRolledBack: false, ...request },
    {
      location: { projectDir: clone.folder, stack: "staging" },
      operator: "ada",
      askedAt: new Date(),
      records: () => Promise.resolve("no cluster"),
      signal: new AbortController().signal,
      say: () => undefined,
      ...context,
    },
  );
}

async function refusal(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => assert.fail("it was done"),
    (reason: unknown) => reason,
  );
  if (!(error instanceof Problem)) throw error;
  return `exit ${error.exitCode}: ${describeProblem(error)}`;
}

const versions = { web: "v1", docs: "v1" };

describe("release set", function () {
  this.timeout(60_000);
  let made: Repositories;
  let clone: Clone;
  let other: Clone;
  beforeEach(() => {
    made = repositories(versions);
    clone = made.clone("ours");
    other = made.clone("theirs");
  });
  afterEach(() => {
    made.remove();
  });
  const pushed = (): string => {
    other.git("pull", "--quiet");
    return other.read();
  };

  it("writes the version alone: nothing is committed", async () => {
    const outcome = await setIn(clone, ["web=v2"]);
    assert.equal(clone.read(), stackOf(versions).replace("web: { version: v1 }", "web: { version: v2 }"));
    assert.equal(clone.git("status", "--porcelain"), "M Pulumi.staging.yaml");
    assert.deepEqual(outcome.changes, [{ service: "web", before: "v1", after: "v2" }]);
    assert.equal(outcome.commit, undefined);
  });

  it("commits that file alone, whatever else is staged, and tells of what others had changed in it", async () => {
    writeFileSync(join(clone.folder, "notes.txt"), "unfinished\n");
    clone.git("add", "notes.txt");
    clone.write(`${clone.read()}# mine\n`);
    const said: string[] = [];
    const options = { commit: true, description: "new nav" };
    const { commit } = await setIn(clone, ["web=v2", "docs=v7"], options, { say: (text) => void said.push(text) });
    assert.equal(clone.git("rev-parse", "HEAD"), commit);
    assert.equal(
      clone.git("log", "-1", "--format=%B"),
      "set web v1 → v2, docs v1 → v7 in staging\n\nnew nav\n\nRelease-Set: web=v2 docs=v7\nRelease-Stack: staging\nRelease-Operator: ada",
    );
    assert.equal(clone.git("show", "--name-only", "--format="), "Pulumi.staging.yaml");
    assert.equal(clone.git("diff", "--cached", "--name-only"), "notes.txt");
    assert.deepEqual(said, ["Pulumi.staging.yaml has other uncommitted changes: they are in the commit too"]);
  });

  it("pushes upon what others have pushed since, and takes a clean checkout on to it", async () => {
    await setIn(other, ["docs=v9"], { push: true });
    const { pushed: end, commit } = await setIn(clone, ["web=v2"], { push: true });
    assert.deepEqual(end, { remote: "origin", branch: "main", tries: 1 });
    assert.equal(clone.git("rev-parse", "HEAD"), commit);
    assert.equal(clone.git("status", "--porcelain", "--branch"), "## main...origin/main");
    assert.equal(pushed(), stackOf({ web: "v2", docs: "v9" }));
    assert.equal(other.git("log", "--format=%s"), "set web v1 → v2 in staging\nset docs v1 → v9 in staging\nfirst");
  });

  it("pushes from a dirty checkout, and leaves that, staged or not, as it is", async () => {
    clone.write(`${clone.read()}# mine\n`);
    writeFileSync(join(clone.folder, "notes.txt"), "unfinished\n");
    clone.git("add", "notes.txt");
    const before = clone.git("status", "--porcelain");
    const { pushed: end } = await setIn(clone, ["web=v2"], { push: true });
    assert.equal(end?.left, "it has uncommitted changes of the same files");
    assert.equal(clone.git("status", "--porcelain"), before);
    assert.equal(clone.read(), `${stackOf(versions)}# mine\n`);
    assert.equal(pushed(), stackOf({ ...versions, web: "v2" }));
  });

  it("pushes none of the commits that the checkout has of its own", async () => {
    clone.git("commit", "--quiet", "--allow-empty", "-m", "not yet");
    const { pushed: end } = await setIn(clone, ["web=v2"], { push: true });
    assert.equal(end?.left, "it has commits of its own");
    pushed();
    assert.equal(other.git("log", "--format=%s"), "set web v1 → v2 in staging\nfirst");
  });

  it("makes its edit anew where the branch moves on under its push, in the same lines", async () => {
    // The other's push comes while ours is on its way: our own hook is run before git pushes.
    const hook = `#!/bin/sh\n[ -e ../once ] && exit 0\ntouch ../once\nunset GIT_DIR\ncd "${other.folder}" && sed -i 's/docs: { version: v1 }/docs: { version: v5 }/' Pulumi.staging.yaml && git commit -qam theirs && git push -q\n`;
    writeFileSync(join(clone.folder, ".git/hooks/pre-push"), hook, { mode: 0o755 });
    const { pushed: end } = await setIn(clone, ["web=v2"], { push: true });
    assert.equal(end?.tries, 2);
    assert.equal(pushed(), stackOf({ web: "v2", docs: "v5" }));
    assert.equal(other.git("log", "--merges", "--format=%s"), "");
  });

  it("leaves what somebody has set meanwhile and asked for later", async () => {
    const hook = `#!/bin/sh\nunset GIT_DIR\ncd "${other.folder}" && sed -i 's/web: { version: v1 }/web: { version: v3 }/' Pulumi.staging.yaml && git commit -qam theirs && git push -q\n`;
    writeFileSync(join(clone.folder, ".git/hooks/pre-push"), hook, { mode: 0o755 });
    const askedAt = new Date(Date.now() - 60_000);
    const told = await refusal(setIn(clone, ["web=v2"], { push: true }, { askedAt }));
    const commit = other.git("rev-parse", "--short=12", "HEAD");
    assert.equal(
      told,
      "exit 4: SET_OVERTAKEN: somebody has set the same service meanwhile; nothing was pushed\n" +
        "  at ./Pulumi.staging.yaml\n" +
        `  - web was set to v3 meanwhile by theirs (commit ${commit}), who asked later\n` +
        "  next: where yours is to go before it: the same command once more",
    );
    assert.equal(pushed(), stackOf({ ...versions, web: "v3" }));
  });

  it("goes before what somebody has set meanwhile and asked for earlier", async () => {
    const hook = `#!/bin/sh\n[ -e ../once ] && exit 0\ntouch ../once\nunset GIT_DIR\ncd "${other.folder}" && sed -i 's/web: { version: v1 }/web: { version: v3 }/' Pulumi.staging.yaml && git commit -qam theirs && git push -q\n`;
    writeFileSync(join(clone.folder, ".git/hooks/pre-push"), hook, { mode: 0o755 });
    const askedAt = new Date(Date.now() + 60_000);
    await setIn(clone, ["web=v2"], { push: true }, { askedAt });
    assert.equal(pushed(), stackOf({ ...versions, web: "v2" }));
  });

  it("does nothing where the branch has the version by now", async () => {
    await setIn(other, ["web=v2"], { push: true });
    const head = other.git("rev-parse", "HEAD");
    const { commit, same } = await setIn(clone, ["web=v2"], { push: true });
    assert.equal(commit, undefined);
    assert.deepEqual(same, [{ service: "web", before: "v2", after: "v2" }]);
    pushed();
    assert.equal(other.git("rev-parse", "HEAD"), head);
  });

  it("works in a folder of the repository, in a shallow clone, by one whom git does not know", async () => {
    mkdirSync(join(other.folder, "deploy"));
    for (const file of ["Pulumi.yaml", "Pulumi.staging.yaml"])
      renameSync(join(other.folder, file), join(other.folder, "deploy", file));
    other.git("add", "--all");
    other.git("commit", "--quiet", "-m", "moved");
    other.git("push", "--quiet");
    const shallow = made.clone("shallow", "--depth", "1");
    shallow.git("config", "--unset", "user.name");
    shallow.git("config", "--unset", "user.email");
    shallow.git("config", "user.useConfigOnly", "true");
    const { code, stdout, stderr } = await shallow.release(
      "set",
      "web=v2",
      "--push",
      "--cwd",
      join(shallow.folder, "deploy"),
    );
    assert.equal(code, 0, stderr);
    assert.match(
      stdout,
      /^rollbacks {2}asked: git \(1 commit of the stack's file; the clone is shallow, and has no more\), not the cluster/m,
    );
    other.git("pull", "--quiet");
    assert.equal(other.git("show", "HEAD:deploy/Pulumi.staging.yaml"), stackOf({ ...versions, web: "v2" }).trim());
    assert.equal(other.git("log", "-1", "--format=%an <%ae>"), "ada <release@localhost>");
  });

  describe("of a version that was taken back", () => {
    beforeEach(async () => {
      await setIn(other, ["web=v2"], { push: true });
      other.write(stackOf({ ...versions, web: "v1" }));
      other.git("commit", "--quiet", "-am", "rollback web v2 → v1\n\nRelease-Kind: rollback\nRelease-Services: web");
      other.git("push", "--quiet");
      clone.git("pull", "--quiet");
    });

    it("is refused by git's trailers, with who was asked; other services and versions are not", async () => {
      const [commit, date] = other.git("log", "-1", "--abbrev=12", "--format=%h %cs").split(" ");
      const wanted =
        "exit 1: ROLLED_BACK_FROM: what was taken back is not set again; nothing was written\n" +
        `  - web v2: commit ${commit ?? ""} of ${date ?? ""} took it back to v1 ("rollback web v2 → v1")\n` +
        "  - asked: git (3 commits of the stack's file), not the cluster (no cluster)\n" +
        "  next: set another version, or, where it will go well this time: --even-if-rolled-back -m REASON";
      assert.equal(await refusal(setIn(clone, ["web=v2"], { push: true })), wanted);
      assert.equal(await refusal(setIn(clone, ["web=v2"])), wanted);
      await setIn(clone, ["web=v3", "docs=v2"], { push: true });
      assert.equal(pushed(), stackOf({ web: "v3", docs: "v2" }));
    });

    it("is done where somebody says so, and needs no saying once it was set again", async () => {
      await setIn(clone, ["web=v2"], { push: true, evenIfRolledBack: true });
      await setIn(clone, ["web=v3"], { push: true });
      await setIn(clone, ["web=v2"], { push: true });
      assert.equal(pushed(), stackOf({ ...versions, web: "v2" }));
    });
  });

  it("is refused by git's own revert", async () => {
    await setIn(other, ["web=v2"], { push: true });
    other.git("revert", "--no-edit", "HEAD");
    other.git("push", "--quiet");
    const told = await refusal(setIn(clone, ["web=v2"], { push: true }));
    assert.match(
      told,
      /ROLLED_BACK_FROM.*\n {2}- web v2: commit \w{12} of \S+ took it back to v1 \("Revert "set web v1 → v2 in staging""\)/,
    );
  });

  it("is refused by the cluster's records, where git does not know", async () => {
    const known: ReleaseRecord[] = [
      record(2, { kind: "rollback", changes: [change("web", "v2", "v1")], operator: "bob" }),
      record(1, { changes: [change("web", "v1", "v2")] }),
    ];
    const told = await refusal(setIn(clone, ["web=v2"], {}, { records: () => Promise.resolve(known) }));
    assert.match(
      told,
      / {2}- web v2: release 20261122-010002-abcd by bob rolled it back to v1\n {2}- asked: git \(1 commit of the stack's file\), the cluster \(2 releases on record\)\n/,
    );
    assert.equal(clone.git("status", "--porcelain"), "");
  });

  it("cannot be pushed without an upstream, nor from no branch", async () => {
    clone.git("switch", "--quiet", "--create", "alone");
    assert.equal(
      await refusal(setIn(clone, ["web=v2"], { push: true })),
      `exit 1: UPSTREAM_MISSING: --push knows no branch to push to: branch alone has no upstream\n  at ${clone.folder}\n  next: git branch --set-upstream-to=origin/alone, then again`,
    );
    clone.git("switch", "--quiet", "--detach");
    assert.match(await refusal(setIn(clone, ["web=v2"], { push: true })), /: no branch is checked out here\n/);
  });

  it("is refused by a protected branch, in the server's words", async () => {
    const hook =
      "#!/bin/sh\necho 'You are not allowed to push code to protected branches on this project.' >&2\nexit 1\n";
    writeFileSync(join(made.bare, "hooks/pre-receive"), hook, { mode: 0o755 });
    assert.match(
      await refusal(setIn(clone, ["web=v2"], { push: true })),
      /^exit 1: PUSH_REFUSED: origin refuses the push to main; nothing was changed there\n {2}at origin main\n {2}- remote: You are not allowed to push code to protected branches on this project\./,
    );
    assert.equal(clone.git("status", "--porcelain"), "");
  });

  it("ends with 6 where the repository is away, and tells no password", async () => {
    clone.git("remote", "set-url", "origin", "http://bot:hunter2@127.0.0.1:1/releases.git");
    const told = await refusal(setIn(clone, ["web=v2"], { push: true }));
    assert.match(told, /^exit 6: GIT_UNREACHABLE: git cannot reach branch main of origin\n/);
    assert.doesNotMatch(told, /hunter2/);
  });

  it("names the branch that has no such stack", async () => {
    clone.git("rm", "--quiet", "Pulumi.staging.yaml");
    clone.git("commit", "--quiet", "-m", "gone");
    clone.git("push", "--quiet");
    clone.write(stackOf(versions));
    assert.match(
      await refusal(setIn(clone, ["web=v2"], { push: true })),
      /STACK_UNKNOWN: origin main has no Pulumi.staging.yaml\n/,
    );
  });

  it("tells in git's words why it does not commit; the file is written", async () => {
    writeFileSync(join(clone.folder, ".git/hooks/pre-commit"), "#!/bin/sh\necho no commits on Sundays >&2\nexit 1\n", {
      mode: 0o755,
    });
    assert.equal(
      await refusal(setIn(clone, ["web=v2"], { commit: true })),
      `exit 1: GIT_REFUSED: git refuses: git commit: no commits on Sundays\n  at ${clone.folder}\n  next: the file is written; mend that, then: git commit`,
    );
    assert.equal(clone.read(), stackOf({ ...versions, web: "v2" }));
  });

  it("leaves nothing behind in the repository", async () => {
    await setIn(clone, ["web=v2"], { push: true });
    assert.equal(execFileSync("git", ["for-each-ref", "refs/release"], { cwd: clone.folder, encoding: "utf8" }), "");
  });
});

describe("pipelines that set services at the same moment", function () {
  this.timeout(120_000);

  it("lose none, in one line of commits of one line each", async () => {
    const pipelines = 5;
    const { codes, failures, commits, text } = await setAtOnce(pipelines);
    assert.deepEqual([codes, failures], [codes.map(() => 0), []]);
    const services = Array.from({ length: pipelines }, (_, index) => `svc-0${index + 1}`);
    assert.equal(text, stackOf(Object.fromEntries(services.map((name) => [name, "v2"]))));
    assert.deepEqual(
      commits.map(({ subject }) => subject).sort(),
      services.map((name) => `set ${name} v1 → v2 in staging`),
    );
    assert.deepEqual(
      commits.map(({ parents, lines }) => [parents, lines]),
      services.map(() => [1, 1]),
    );
  });
});
