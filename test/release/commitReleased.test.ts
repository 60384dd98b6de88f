import assert from "node:assert/strict";
import { repositories, type Clone, type Repositories } from "../../bench/repositories.ts";
import { readStack } from "../../parameters/stack.ts";
import type { StackFileEdit } from "../../parameters/stackFileEdit.ts";
import { commitReleased } from "../../release/commitReleased.ts";
import type { ReleaseContext, ReleaseRequest } from "../../release/context.ts";
import type { ReleaseEvent } from "../../release/events.ts";
import { change, record } from "./builders.ts";

/** web's and docs' versions stand in lines beside each other: git would not merge them. */
describe("what was released, on the branch that it comes from", function () {
  this.timeout(30_000);
  let made: Repositories;
  let ours: Clone;
  let theirs: Clone;
  beforeEach(() => {
    made = repositories({ web: "v1", docs: "v1" });
    ours = made.clone("ours");
    theirs = made.clone("theirs");
  });
  afterEach(() => {
    made.remove();
  });
  const setTo = (clone: Clone, service: string, version: string) => {
    clone.write(clone.read().replace(new RegExp(`(${service}: { version: )\\w+`), `$1${version}`));
  };
  const push = (clone: Clone, service: string, version: string, date = "") => {
    setTo(clone, service, version);
    clone.git("commit", "--quiet", "--all", "-m", `${service} ${version}`, ...(date === "" ? [] : [`--date=${date}`]));
    clone.git("push", "--quiet");
  };
  /** `release up web=v2 --push`, once it has succeeded. @returns what it notes */
  const release = async (edits: StackFileEdit[] = [{ service: "web", release: { version: "v2" } }]) => {
    setTo(ours, "web", "v2");
    const notes: string[] = [];
    const location = { projectDir: ours.folder, stack: "staging" };
    const request = { kind: "deploy", edits, restore: true, force: false, commit: true, push: true } as ReleaseRequest;
    const emit = (event: ReleaseEvent) => {
      if (event.type === "note") notes.push(event.message);
    };
    const context = { location, operator: "ada", emit } as ReleaseContext;
    await commitReleased(
      record(1, { changes: [change("web", "v1", "v2")], startedAt: new Date().toISOString() }),
      request,
      readStack(location),
      context,
    );
    return notes;
  };
  const branch = () => {
    theirs.git("pull", "--quiet");
    return [...theirs.read().matchAll(/(web|docs): { version: (\w+) }/g)].map(
      ([, name, version]) => `${name} ${version}`,
    );
  };

  it("is pushed as it was committed here", async () => {
    assert.deepEqual(await release(), []);
    assert.deepEqual(branch(), ["web v2", "docs v1"]);
    assert.equal(theirs.git("rev-parse", "HEAD"), ours.git("rev-parse", "HEAD"));
  });

  it("is edited anew where the branch has moved on meanwhile, and the checkout goes along", async () => {
    push(theirs, "docs", "v7");
    assert.deepEqual(await release(), []);
    assert.deepEqual(branch(), ["web v2", "docs v7"]);
    assert.equal(theirs.git("rev-parse", "HEAD"), ours.git("rev-parse", "HEAD"));
    assert.match(ours.git("log", "-1", "--format=%B"), /^deploy web v1 → v2\n/);
  });

  it("does not go over what somebody has asked for later", async () => {
    push(theirs, "web", "v3", "@4000000000 +0000");
    const commit = theirs.git("rev-parse", "--short=12", "HEAD").trim();
    assert.deepEqual(await release(), [
      "released, but the stack's file is not pushed: somebody has set the same service meanwhile; nothing was pushed; " +
        `web was set to v3 meanwhile by theirs (commit ${commit}), who asked later; ` +
        "next: where yours is to go before it: the same command once more",
    ]);
    assert.deepEqual(branch(), ["web v3", "docs v1"]);
  });

  it("stays here where it was the file as it stood, and the branch has moved on", async () => {
    push(theirs, "docs", "v7");
    assert.deepEqual(await release([]), [
      "released, but the stack's file is not pushed: the branch has moved on meanwhile; next: git pull --rebase, then git push",
    ]);
    assert.deepEqual(branch(), ["web v1", "docs v7"]);
  });

  it("is pushed without what else was committed here", async () => {
    ours.write(`${ours.read()}# a draft of mine\n`);
    ours.git("commit", "--quiet", "--all", "-m", "a draft");
    assert.deepEqual(await release(), []);
    assert.deepEqual(branch(), ["web v2", "docs v1"]);
    assert.doesNotMatch(theirs.read(), /draft/);
    assert.deepEqual(ours.git("log", "--format=%s", "@{upstream}..").split("\n").at(-1), "a draft");
  });

  it("stays here where it was the file as it stood, and other commits would go with it", async () => {
    ours.write(`${ours.read()}# a draft of mine\n`);
    ours.git("commit", "--quiet", "--all", "-m", "a draft");
    assert.deepEqual(await release([]), [
      "released, but the stack's file is not pushed: there are other commits here that the branch does not have, which would go with it; next: look at them (git log @{upstream}..), then git push",
    ]);
    assert.deepEqual(branch(), ["web v1", "docs v1"]);
  });

  it("pushes nothing where there was nothing to commit", async () => {
    assert.deepEqual(await release(), []);
    branch();
    push(theirs, "docs", "v7");
    assert.deepEqual(await release([]), []);
    assert.deepEqual(branch(), ["web v2", "docs v7"]);
  });
});
