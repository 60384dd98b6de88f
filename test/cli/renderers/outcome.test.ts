import assert from "node:assert/strict";
import { outcomeLines } from "../../../cli/renderers/outcome.ts";
import { recordLines } from "../../../cli/renderers/record.ts";
import { plainStyle } from "../../../cli/renderers/style.ts";
import { change, record } from "../../release/builders.ts";

describe("the last words of a release", () => {
  const plan = {
    kind: "deploy" as const,
    project: "releases",
    stack: "staging",
    services: [],
    unchanged: [],
    pending: [],
    removals: [],
  };
  const failed = record(1, {
    changes: [change("website", "v1", "v2"), change("api", undefined, "v1")],
    result: "rolled back",
    reason: "api crashes",
  });
  const restore = record(2, { kind: "restore", changes: [change("website", "v2", "v1")] });
  const words = (outcome: { record: typeof failed; restore: typeof restore }) =>
    outcomeLines({ ...outcome, plan, changed: true }, plainStyle).join("\n");

  it("name what came back, and what was taken out of service again", () => {
    assert.equal(
      words({ record: failed, restore: { ...restore, takenOut: ["api"] } }),
      `rolled back: deploy website v1 → v2, api v1 in 1 min (20261122-010001-abcd)
  why: api crashes
  restored: website v1 in 1 min (20261122-010002-abcd)
  out of service again: api, new and never good; still in the stack's file, to mend or to take out
  next: release show 20261122-010001-abcd (logs, events)`,
    );
  });

  it("name loudly what nobody knows a way back for, and say how to go on", () => {
    assert.equal(
      words({ record: { ...failed, result: "failed" }, restore: { ...restore, left: ["api"] } }),
      `failed: deploy website v1 → v2, api v1 in 1 min (20261122-010001-abcd)
  why: api crashes
  restored: website v1 in 1 min (20261122-010002-abcd)
  LEFT AS IT IS: api: there before this release, but no good release of it is on record to go back to
  next: release show 20261122-010001-abcd (logs, events), then mend api and release it`,
    );
  });

  it("advise a rollback where a failure was left on purpose, for recover leaves it too; mending where none served", () => {
    const left = { ...failed, result: "failed" as const };
    const last = (record: typeof failed) => outcomeLines({ record, plan, changed: true }, plainStyle).at(-1);
    assert.equal(last(left), "  next: release show 20261122-010001-abcd (logs, events), then release rollback website");
    assert.equal(
      last({ ...left, changes: [change("api", undefined, "v1")] }),
      "  next: release show 20261122-010001-abcd (logs, events), then mend it: release up goes on",
    );
  });

  it("shout a restore that failed too", () => {
    assert.equal(
      words({
        record: { ...failed, result: "rollback failed" },
        restore: { ...restore, result: "failed", reason: "no room" },
      }),
      `rollback failed: deploy website v1 → v2, api v1 in 1 min (20261122-010001-abcd)
  why: api crashes
  THE RESTORE FAILED TOO (20261122-010002-abcd): no room
  what still serves: release status
  next: release show 20261122-010001-abcd (logs, events), then release recover, which tries again, or release rollback SERVICE`,
    );
  });

  it("say what to do where an undo failed: what is undone stays so, and the same rollback goes on from there", () => {
    const undo = { service: "website", job: "migrate", runs: "undo", older: "undone", version: "v2" } as const;
    const rollback = record(3, {
      ...{ kind: "rollback", changes: [change("website", "v2", "v1")], result: "failed", reason: "no room" },
      jobs: [
        { ...undo, result: "succeeded" },
        { ...undo, job: "copy", result: "failed", exitCode: 1 },
      ],
    });
    const lines = outcomeLines({ record: rollback, plan, changed: true }, plainStyle);
    const told =
      "  THE DATA IS HALF TAKEN BACK, which no version was made for: release show 20261122-010003-abcd has the log; " +
      "mend what the undo failed at, then release rollback website, which undoes only what is left; or fix forward";
    assert.equal(lines[2], told);
    const shown = recordLines(rollback, [], plainStyle);
    assert.deepEqual(
      shown.filter((line) => line === told || line.startsWith("  job")),
      [told, "  job migrate (undo) succeeded", "  job copy (undo) failed: exit code 1"],
    );
    const restored = { ...rollback, kind: "deploy" as const, result: "rolled back" as const };
    assert.match(
      outcomeLines({ record: restored, plan, changed: true }, plainStyle).join("\n"),
      /has the log; take back by hand what is left, or fix forward$/m,
    );
  });
});
