import assert from "node:assert/strict";
import { exitCodes, Problem } from "../../errors/problem.ts";
import type { Commit } from "../../watch/checkout.ts";
import type { Ended } from "../../watch/ended.ts";
import type { Settled } from "../../watch/memory.ts";
import { once } from "../../watch/once.ts";
import type { Standing } from "../../watch/proposed.ts";
import { watchBranch, type WatchParts } from "../../watch/watch.ts";

const commit = (id: string): Commit => ({ id, at: 0, author: "Ada", subject: `change ${id}` });

/** A branch that goes on by a commit at each look, and what was done about it. */
async function watched(
  looks: readonly (string | Problem)[],
  ends: Record<string, Ended | Ended[]>,
  {
    each = false,
    held = () => undefined,
    proposal = () => undefined,
    back = {},
    at: checkedOut = () => undefined,
  }: {
    each?: boolean;
    held?: (look: number) => string | undefined;
    back?: Record<string, string>;
    /** What has become of a proposal, by look. */
    proposal?: (id: string, look: number) => Standing | undefined;
    /** What stands in a commit's way. */
    at?: (id: string) => Problem | undefined;
  } = {},
) {
  const done: string[] = [];
  const said: string[] = [];
  const stop = new AbortController();
  let settled: Settled | undefined;
  let at = -1;
  const history: Commit[] = [];
  const parts: WatchParts = {
    checkout: {
      folder: "",
      tip() {
        at += 1;
        const seen = looks[Math.min(at, looks.length - 1)] ?? "";
        if (at >= looks.length - 1) stop.abort();
        if (typeof seen !== "string") return Promise.reject(seen);
        if (history.at(-1)?.id !== seen) history.push(commit(seen));
        return Promise.resolve(commit(seen));
      },
      since: (from, tip) => {
        const all = ["a", "b", "c", "d"].map(commit);
        const index = (id: string) => all.findIndex((one) => one.id === id);
        return Promise.resolve(all.slice(index(from) + 1, index(tip.id) + 1));
      },
      at: ({ id }) => {
        const problem = checkedOut(id);
        return problem === undefined ? Promise.resolve() : Promise.reject(problem);
      },
    },
    memory: {
      settled: () => Promise.resolve(settled),
      settle: (now) => {
        settled = now;
        return Promise.resolve();
      },
    },
    held: () => Promise.resolve(held(at)),
    versions: () => ({ docs: "v1", website: "v2" }),
    rolledBack: (versions) =>
      Promise.resolve(new Map(Object.entries(back).filter(([service]) => Object.hasOwn(versions, service)))),
    release: ({ id }, services) => {
      done.push(services === undefined ? id : `${id} ${services.join("+")}`);
      const end = ends[id] ?? { code: 0, output: "" };
      return Promise.resolve(Array.isArray(end) ? (end.shift() ?? { code: 0, output: "" }) : end);
    },
    proposal: (id) => Promise.resolve(proposal(id, at)),
    say: once((line) => said.push(line)),
    pause: () => Promise.resolve(),
    intervalMs: 1,
    each,
  };
  // The last look is made before it is told to stop: what follows from it is not.
  await watchBranch(parts, stop.signal);
  return { done, said, settled };
}

describe("watching a branch", () => {
  it("releases the newest commit once", async () => {
    const { done, said, settled } = await watched(["a", "a", "c", "c", "c"], {});
    assert.deepEqual(done, ["a", "c"]);
    assert.deepEqual(said, ["a change a is released", "c change c is released"]);
    assert.equal(settled?.commit, "c");
  });

  it("releases each commit, oldest first, where that is asked", async () => {
    assert.deepEqual((await watched(["a", "d", "d"], {}, { each: true })).done, ["a", "b", "c", "d"]);
  });

  const refused = {
    code: exitCodes.usage,
    output:
      "REDEPLOY_REFUSED: the same version failed before\n  - website v2: release 20261128-1 rolled back: it crashes\n",
  };

  it("does not try again what failed, until the branch goes on, and releases what it took back with it", async () => {
    const failed = { code: exitCodes.rolledBack, output: "" };
    const { done, said } = await watched(["a", "b", "b", "b", "c", "c"], { b: [failed, refused] });
    assert.deepEqual(done, ["a", "b", "b", "b docs", "c"]);
    assert.equal(said[1], "b change b failed, and is not tried again: the next commit is");
  });

  it("releases the others where a service failed so before", async () => {
    assert.deepEqual((await watched(["b", "b"], { b: [refused, { code: 0, output: "" }] })).done, ["b", "b docs"]);
  });

  it("leaves what a rollback has left, unless a commit asks for another version of it", async () => {
    const back = { website: "release 20261128-2 by ada rolled it back to v1" };
    const { done, said } = await watched(["a", "b", "b"], {}, { back });
    // Of the first nobody knows whether it asks for it.
    assert.deepEqual(done, ["a", "b docs"]);
    assert.equal(said[1], "website stays as it is: release 20261128-2 by ada rolled it back to v1");
  });

  it("refuses a commit whose packages cannot be installed, once, and forgets nothing of what was asked for before", async () => {
    const at = (id: string) =>
      id === "b"
        ? new Problem({ code: "PACKAGES_REFUSED", what: "npm ci failed: EUSAGE", exitCode: exitCodes.usage })
        : undefined;
    const back = { website: "release 20261128-2 by ada rolled it back to v1" };
    const { done, said } = await watched(["a", "b", "b", "b", "c", "c"], {}, { at, back });
    assert.deepEqual(done, ["a", "c docs"]);
    assert.deepEqual(said, [
      "a change a is released",
      "b change b is refused: the next commit is tried: PACKAGES_REFUSED: npm ci failed: EUSAGE",
      "website stays as it is: release 20261128-2 by ada rolled it back to v1",
      "c change c is released",
    ]);
  });

  it("bears whatever goes wrong", async () => {
    const { done, said } = await watched([new TypeError("terminated") as unknown as Problem, "a", "a"], {});
    assert.deepEqual(done, ["a"]);
    assert.equal(said[0], "BUG: terminated; trying again");
  });

  it("tries again what says nothing of the commit", async () => {
    const denied = { code: exitCodes.usage, output: "NO_RIGHTS: you may not patch deployments\n" };
    assert.deepEqual((await watched(["a", "a", "a"], { a: [denied, { code: 0, output: "" }] })).done, ["a", "a"]);
  });

  it("tries again where the lock was held or the cluster was away, and says so once", async () => {
    const locked = { code: exitCodes.locked, output: "RELEASE_IN_PROGRESS: another release holds the lock: ada\n" };
    const { done, said } = await watched(["a", "a", "a", "a"], { a: [locked, { ...locked }] });
    assert.deepEqual(done, ["a", "a", "a"]);
    assert.deepEqual(said, [
      "a change a is not released yet: RELEASE_IN_PROGRESS: another release holds the lock: ada; trying again",
      "a change a is released",
    ]);
  });

  it("bears an outage of git, and says so once", async () => {
    const away = () =>
      new Problem({ code: "GIT_AWAY", what: "git fetch failed: no route", exitCode: exitCodes.unreachable });
    const { done, said } = await watched([away(), away(), "a", "a"], {});
    assert.deepEqual(done, ["a"]);
    assert.deepEqual(said, ["GIT_AWAY: git fetch failed: no route; trying again", "a change a is released"]);
  });

  describe("where others approve", () => {
    const id = "20261129-050000-abcd";
    const asked = { code: exitCodes.proposed, output: `proposed: deploy web v1 → v2 (${id})\n  waits for: 1 more\n` };
    const text = `1 more of sre is to approve proposal ${id}`;
    const waiting: Standing = { state: "waiting", text };

    it("waits with a commit without asking again, and releases it once it is approved", async () => {
      const proposal = (_id: string, look: number): Standing =>
        look < 3 ? waiting : { state: "approved", text: `proposal ${id} is approved` };
      const looks = ["a", "b", "b", "b", "b", "b"];
      const { done, said } = await watched(looks, { b: [asked, { code: 0, output: "" }] }, { proposal });
      assert.deepEqual(done, ["a", "b", "b"]);
      assert.deepEqual(said.slice(1), [`b change b waits: ${text}`, "b change b is released"]);
    });

    it("passes over a commit whose proposal nobody will carry out, until the branch goes on", async () => {
      const proposal = (_id: string, look: number): Standing =>
        look < 3 ? waiting : { state: "expired", text: `proposal ${id} is expired` };
      const { done, said } = await watched(["a", "b", "b", "b", "b", "c", "c"], { b: [asked] }, { proposal });
      assert.deepEqual(done, ["a", "b", "c"]);
      assert.equal(said[2], `b change b is refused: the next commit is tried: proposal ${id} is expired`);
    });

    it("goes on with a newer commit, whatever the older one waits for", async () => {
      const { done } = await watched(["a", "b", "b", "c", "c"], { b: [asked] }, { proposal: () => waiting });
      assert.deepEqual(done, ["a", "b", "c"]);
    });
  });

  it("waits while nothing may be released", async () => {
    const { done, said } = await watched(
      ["a", "a", "a", "a"],
      {},
      { held: (look) => (look < 2 ? "quiet until 06:00" : undefined) },
    );
    assert.deepEqual(done, ["a"]);
    assert.deepEqual(said, ["a change a waits: quiet until 06:00", "a change a is released"]);
  });
});
