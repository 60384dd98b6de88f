import assert from "node:assert/strict";
import fc from "fast-check";
import { UsageProblem } from "../../errors/problem.ts";
import { rollbackTarget, stateBefore } from "../../records/goingBack.ts";
import type { ReleaseKind, ReleaseRecord } from "../../records/record.ts";
import type { ServiceParameters } from "../../parameters/serviceParameters.ts";
import { change, parameters, record } from "../release/builders.ts";

function stamped(version: string, minute: number): ServiceParameters {
  const of = parameters(version);
  return { ...of, release: { ...of.release, restartedAt: `2026-11-22T04:${String(minute).padStart(2, "0")}:00Z` } };
}

/** Succeeded releases of website, told oldest first: `v1`, `restart v1`, `rollback v1` … */
function story(...told: string[]): ReleaseRecord[] {
  return told
    .map((words, index) => {
      const [version = "", kind = "deploy"] = words.split(" ").reverse();
      const again = kind === "restart" || kind === "resubmit";
      const after = again ? stamped(version, index) : parameters(version);
      return record(index, {
        kind: kind as ReleaseKind,
        changes: [{ ...change("website", undefined, version), after }],
      });
    })
    .reverse();
}

/** The version a rollback goes to from the newest release of the story. */
function versionBefore(...told: string[]): string | undefined {
  const records = story(...told);
  return stateBefore(records, "website", records[0]!.changes[0]!.after)?.parameters.release.version;
}

describe("where a rollback goes", () => {
  const first = record(1, { changes: [change("website", undefined, "v1")] });
  const second = record(2, { changes: [change("website", "v1", "v2")] });
  const crash = record(3, { changes: [change("website", "v2", "crash")], result: "rolled back" });
  const restore = record(4, { kind: "restore", changes: [change("website", "crash", "v2")] });
  const newestFirst = [restore, crash, second, first];

  it("rolls back past the present state and past what failed", () => {
    const target = rollbackTarget(newestFirst, "website", parameters("v2"));
    assert.equal(target.parameters.release.version, "v1");
    assert.equal(target.record.id, first.id);
  });

  it("rolls back to the newest good state where the present one never served", () => {
    assert.equal(rollbackTarget(newestFirst, "website", parameters("v9")).parameters.release.version, "v2");
  });

  it("rolls back to the record that is named by its last letters", () => {
    assert.equal(rollbackTarget(newestFirst, "website", parameters("v2"), "0001-abcd").record.id, first.id);
  });

  it("refuses to go back to a release that failed, and says how to try it again", () => {
    assert.throws(
      () => rollbackTarget(newestFirst, "website", parameters("v2"), crash.id),
      (error: unknown) =>
        error instanceof UsageProblem &&
        error.code === "RECORD_NOT_GOOD" &&
        error.message ===
          `release ${crash.id} of website crash ended "rolled back"; a rollback goes only to a state that served`,
    );
  });

  it("refuses a rollback with nothing to go back to", () => {
    assert.throws(() => rollbackTarget([first], "website", parameters("v1")), { code: "NOTHING_TO_ROLL_BACK_TO" });
  });

  it("refuses a record that did not touch the service", () => {
    assert.throws(() => rollbackTarget(newestFirst, "docs", parameters("v1"), first.id), {
      code: "RECORD_LACKS_SERVICE",
    });
  });

  it("takes a restart or a resubmit for the same state: only its stamp differs", () => {
    assert.equal(versionBefore("v1", "v2", "restart v2"), "v1");
    assert.equal(versionBefore("v1", "v2", "restart v2", "restart v2"), "v1");
    assert.equal(versionBefore("v1", "v2", "v3", "resubmit v2"), "v3");
    assert.equal(versionBefore("v1", "restart v1"), undefined);
  });

  it("takes more than another stamp for another state", () => {
    const more = record(2, {
      changes: [{ ...change("website", "v1", "v1"), after: { ...stamped("v1", 1), basic: { replicas: 3 } } }],
    });
    const target = rollbackTarget([more, first], "website", more.changes[0]!.after);
    assert.equal(target.record.id, first.id);
  });

  it("goes from a restart that failed and was left to what served before it, though it is the same version", () => {
    const left = record(5, {
      kind: "restart",
      result: "failed",
      changes: [{ ...change("website", "v2", "v2"), after: stamped("v2", 5) }],
    });
    const target = rollbackTarget([left, ...newestFirst], "website", stamped("v2", 5));
    assert.deepEqual(target.parameters, parameters("v2"));
  });

  it("never goes by itself to what a rollback has left or passed over", () => {
    assert.equal(versionBefore("v1", "v2", "v3", "rollback v2"), "v1");
    assert.equal(versionBefore("v1", "v2", "v3", "rollback v2", "restart v2"), "v1");
    assert.equal(versionBefore("v1", "v2", "v3", "rollback v2", "rollback v1"), undefined);
    assert.equal(versionBefore("v1", "v2", "v3", "rollback v1"), undefined);
    assert.equal(versionBefore("v1", "v2", "v3", "rollback v2", "v4"), "v2");
  });

  it("goes there again once it was released and served after the rollback", () => {
    assert.equal(versionBefore("v1", "v2", "rollback v1", "v2", "v3"), "v2");
    assert.equal(versionBefore("v1", "v2", "rollback v1", "resubmit v2"), "v1");
    assert.equal(versionBefore("v1", "v2", "v3", "rollback v2", "rollback v3"), "v1");
  });

  it("does not count a rollback that failed", () => {
    const [newest, ...older] = story("v1", "v2", "v3", "rollback v2");
    const records = [{ ...newest!, result: "rolled back" as const }, ...older];
    assert.equal(stateBefore(records, "website", parameters("v3"))?.parameters.release.version, "v2");
  });

  it("says what is left to be named where rollbacks have left all the others", () => {
    const records = story("v1", "v2", "rollback v1");
    assert.throws(() => rollbackTarget(records, "website", parameters("v1")), {
      code: "NOTHING_TO_ROLL_BACK_TO",
      message:
        "nothing before the present state of website is left to go back to; rollbacks have left or passed over all the others",
      details: [`website v2: release ${records[1]!.id}`],
      next: "to go to one of them all the same: release rollback website --to ID",
    });
    assert.equal(rollbackTarget(records, "website", parameters("v1"), records[1]!.id).record.id, records[1]!.id);
  });

  describe("after any story", () => {
    const version = fc.constantFrom("v1", "v2", "v3", "v4");
    const kind = fc.constantFrom("deploy", "restart", "resubmit", "promote");
    const told = fc.array(
      fc.tuple(kind, version).map(([how, what]) => `${how} ${what}`),
      { minLength: 1, maxLength: 12 },
    );

    it("is never the version that runs, and always one that served", () => {
      fc.assert(
        fc.property(told, (words) => {
          const target = versionBefore(...words);
          const served = words.map((word) => word.split(" ")[1]);
          assert.notEqual(target, served.at(-1));
          if (target === undefined) assert.equal(new Set(served).size, 1);
          else assert.ok(served.includes(target));
        }),
      );
    });

    it("visits each version at most once, however often one goes back, and ends by saying so", () => {
      fc.assert(
        fc.property(told, (words) => {
          const all = [...words];
          const visited = [words.at(-1)!.split(" ")[1]!];
          for (let target = versionBefore(...all); target !== undefined; target = versionBefore(...all)) {
            assert.ok(!visited.includes(target), `${target} again after ${all.join(", ")}`);
            visited.push(target);
            all.push(`rollback ${target}`);
          }
          assert.equal(new Set(visited).size, new Set(words.map((word) => word.split(" ")[1])).size);
        }),
      );
    });
  });
});
