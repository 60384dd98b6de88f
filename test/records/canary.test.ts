import assert from "node:assert/strict";
import { omit } from "../../components/config/omit.ts";
import { canaryText, standText, type CanaryStand } from "../../records/canary.ts";
import { stateBefore } from "../../records/goingBack.ts";
import { wayBack } from "../../records/wayBack.ts";
import { changesOf } from "../../figures/changes.ts";
import { takenBackOnRecord } from "../../release/set/takenBack.ts";
import type { ReleaseRecord } from "../../records/record.ts";
import { change, parameters, record } from "../release/builders.ts";

const stand: CanaryStand = {
  service: "website",
  version: "v2",
  step: 1,
  steps: 2,
  weight: 10,
  reached: 10,
  split: "HTTPRoute",
};

/** website v1 with a canary of v2 at a weight. */
function at(weight: number) {
  const of = parameters("v1");
  return { ...of, release: { ...of.release, canary: { version: "v2", weight, step: 1 } } };
}

function walked(minute: number, action: "start" | "step" | "abort" | "clear", weight: number): ReleaseRecord {
  const after = action === "clear" ? parameters("v1") : at(weight);
  return record(minute, {
    kind: "canary",
    changes: [{ ...change("website", "v1", "v1"), after }],
    canary: { action, at: [{ ...stand, weight }] },
    ...(action === "abort" ? { reason: "errors: canary 38 of 190" } : {}),
  });
}

const first = record(1, { changes: [change("website", undefined, "v1")] });
const started = walked(2, "start", 10);
const stepped = walked(3, "step", 50);
const promoted = record(4, {
  kind: "canary",
  changes: [{ ...change("website", "v1", "v2"), before: at(50) }],
  canary: { action: "promote", at: [stand] },
});
const aborted = walked(4, "abort", 0);
const cleared = walked(5, "clear", 0);

describe("a canary on record", () => {
  it("is told with its step and its share, and what pods make of that", () => {
    assert.equal(canaryText({ action: "step", at: [stand] }), "website v2 goes on: step 1 of 2, 10 %");
    assert.equal(canaryText({ action: "abort", at: [stand] }), "website v2 is aborted");
    assert.equal(standText({ ...stand, reached: 33 }), "step 1 of 2, 10 % asked, 33 % reached");
  });

  it("is no state that a rollback goes to: after promotion it is what served before the canary", () => {
    const records = [promoted, stepped, started, first];
    assert.equal(stateBefore(records, "website", parameters("v2"))?.record.id, first.id);
  });

  it("is left by a rollback in its midst", () => {
    const target = stateBefore([stepped, started, first], "website", at(50));
    assert.deepEqual(target?.parameters, parameters("v1"));
  });

  it("leaves by the way back of a step that failed", () => {
    const failed = { ...stepped, result: "failed" as const };
    const back = wayBack(failed, [failed, started, first])?.back;
    assert.deepEqual(back?.[0]?.after, parameters("v1"));
  });

  it("stays where another release fails in its midst", () => {
    const restart = record(4, { kind: "restart", changes: [change("website", "v1", "v1")], result: "failed" });
    assert.deepEqual(wayBack(restart, [restart, stepped, started, first])?.back[0]?.after, at(50));
  });

  it("counts as one deployment once it is promoted, as one failure where it is aborted", () => {
    const counted = (records: ReleaseRecord[]) =>
      changesOf(records, () => undefined).map(({ deployed, failed }) => ({ deployed, failed }));
    assert.deepEqual(counted([first, started, stepped, promoted]), [
      { deployed: true, failed: false },
      { deployed: true, failed: false },
    ]);
    assert.deepEqual(counted([first, started, stepped, aborted, cleared]), [
      { deployed: true, failed: false },
      { deployed: false, failed: true },
    ]);
  });

  it("is one failure where a rollback leaves it: what served beside it was never bad", () => {
    const counted = (records: ReleaseRecord[]) =>
      changesOf(records, () => undefined).map(({ release, deployed, failed, restoredAt }) => ({
        release,
        deployed,
        failed,
        well: restoredAt !== undefined,
      }));
    const back = record(4, { kind: "rollback", changes: [{ ...change("website", "v1", "v1"), before: at(50) }] });
    assert.deepEqual(counted([first, started, stepped, back]), [
      { release: first.id, deployed: true, failed: false, well: false },
      { release: back.id, deployed: false, failed: true, well: true },
    ]);
  });

  it("counts as nothing where Pulumi's history alone tells it, which does not say what was done to it", () => {
    const told = [started, { ...stepped, result: "failed" as const }, aborted, cleared].map((one) =>
      omit(one, "canary"),
    );
    assert.deepEqual(
      changesOf(told, () => undefined),
      [],
    );
  });

  it("keeps its version from being set again once it was aborted, until somebody tries it anew", () => {
    const records = [cleared, aborted, started, first];
    assert.equal(
      takenBackOnRecord(records, "website", "v2")?.why,
      `release ${aborted.id} aborted its canary: errors: canary 38 of 190`,
    );
    assert.equal(takenBackOnRecord([walked(6, "start", 10), ...records], "website", "v2"), undefined);
    assert.equal(takenBackOnRecord([stepped, started, first], "website", "v2"), undefined);
  });

  it("counts against its own version where it fails or is rolled back, never against the one beside it", () => {
    const why = (records: ReleaseRecord[], version: string) => takenBackOnRecord(records, "website", version)?.why;
    const crashed = { ...started, result: "rolled back" as const, reason: "container web crashed twice" };
    const restored = record(3, { kind: "restore", changes: [{ ...change("website", "v1", "v1"), before: at(10) }] });
    const crash = [restored, crashed, first];
    assert.equal(why(crash, "v1"), undefined);
    assert.equal(why(crash, "v2"), `release ${crashed.id} ended "rolled back": container web crashed twice`);
    const fixed = record(4, { changes: [change("website", "v1", "v3")] });
    assert.equal(why([fixed, ...crash], "v1"), undefined);

    const halfway = { ...promoted, result: "rolled back" as const, reason: "container web crashed twice" };
    assert.equal(why([halfway, stepped, started, first], "v1"), undefined);
    assert.match(why([halfway, stepped, started, first], "v2") ?? "", /ended "rolled back"/);

    const restarted = record(4, { kind: "restart", changes: [{ ...change("website", "v1", "v1"), after: at(50) }] });
    const back = record(5, {
      kind: "rollback",
      changes: [{ ...change("website", "v1", "v1"), before: at(50) }],
      operator: "bob",
      description: "loses carts",
    });
    const left = [back, restarted, stepped, started, first];
    assert.equal(why(left, "v2"), `release ${back.id} by bob rolled it back to v1 ("loses carts")`);
    assert.equal(why(left, "v1"), undefined);
    assert.equal(why([walked(6, "start", 10), ...left], "v2"), undefined);
    assert.equal(why([promoted, stepped, started, first], "v2"), undefined);
  });

  it("counts against no version where another release fails in its midst", () => {
    const changes = [{ ...change("website", "v1", "v1"), before: at(10), after: at(10) }];
    const failed = record(4, { kind: "restart", changes, result: "rolled back", reason: "out of time" });
    for (const version of ["v1", "v2"]) {
      assert.equal(takenBackOnRecord([failed, started, first], "website", version), undefined, version);
    }
  });
});
