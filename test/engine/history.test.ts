import assert from "node:assert/strict";
import { summariesOf } from "../../engine/history.ts";

const entry = { kind: "update", startTime: "2026-11-28T21:00:00.000Z", message: "web v2", result: "succeeded" };
const originOf = (environment: Record<string, string>) => {
  const [summary] = summariesOf(JSON.stringify([{ ...entry, environment }]));
  return { git: summary?.git, ci: summary?.ci };
};

describe("an update in Pulumi's history", () => {
  it("tells the checkout that it came from, and the run of a CI system, as the CLI noted them", () => {
    const noted = {
      ...{ "git.head": "0123456789abcdef0123456789abcdef01234567", "git.headName": "refs/heads/main" },
      ...{ "git.dirty": "false", "git.author": "Ada", "vcs.repo": "releases" },
      ...{ "ci.system": "Pulumi Deployments", "ci.build.id": "d-0f3a", "ci.build.number": "12" },
    };
    assert.deepEqual(originOf(noted), {
      git: { commit: "0123456789abcdef0123456789abcdef01234567", branch: "main", dirty: false },
      ci: "Pulumi Deployments 12",
    });
  });

  it("is of no clean checkout unless the CLI says so, and of no branch where none was checked out", () => {
    const head = { "git.head": "abc" };
    assert.deepEqual(originOf(head).git, { commit: "abc", branch: "HEAD", dirty: true });
    assert.deepEqual(originOf({ ...head, "git.dirty": "true" }).git?.dirty, true);
  });

  it("tells neither where it came from none", () => {
    assert.deepEqual(originOf({}), { git: undefined, ci: undefined });
    assert.deepEqual(originOf({ "ci.system": "" }).ci, undefined);
    assert.equal(originOf({ "ci.system": "Jenkins", "ci.build.id": "7" }).ci, "Jenkins 7");
    assert.deepEqual(summariesOf(JSON.stringify([entry]))[0]?.git, undefined);
  });
});
