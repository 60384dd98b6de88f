import assert from "node:assert/strict";
import {
  failedBefore,
  findRecord,
  inForce,
  introducedBefore,
  lastGood,
  removalOf,
  servicesInForce,
  unfinishedChange,
} from "../../records/choose.ts";
import type { ReleaseRecord } from "../../records/record.ts";
import { change, parameters, record } from "../release/builders.ts";

const cause = {
  code: "CrashLoop",
  message: "it crashes",
  object: { kind: "Pod", namespace: "staging", name: "website-1" },
  command: "kubectl logs",
} as const;

describe("choosing among records", () => {
  const first = record(1, { changes: [change("website", undefined, "v1")] });
  const second = record(2, { changes: [change("website", "v1", "v2")] });
  const crash = record(3, { changes: [change("website", "v2", "crash")], result: "rolled back", cause });
  const restore = record(4, { kind: "restore", changes: [change("website", "crash", "v2")] });
  const newestFirst = [restore, crash, second, first];

  it("takes the newest succeeded release as the last good one", () => {
    assert.equal(lastGood(newestFirst, "website")?.release.version, "v2");
    assert.equal(lastGood(newestFirst, "docs"), undefined);
  });

  it("knows a service as gone once a release has removed it, and as there again once one has brought it back", () => {
    const removal = { ...change("website", "v2", "v2"), removed: true as const };
    const removed = [record(5, { changes: [removal] }), ...newestFirst];
    assert.equal(lastGood(removed, "website"), undefined);
    assert.equal(inForce(removed, "website"), undefined);
    assert.deepEqual(servicesInForce(removed), []);
    assert.equal(removalOf(removed, "website")?.change.after.release.version, "v2");
    const back = [record(6, { changes: [change("website", undefined, "v2")] }), ...removed];
    assert.equal(removalOf(back, "website"), undefined);
    assert.deepEqual(
      servicesInForce(back).map(({ service }) => service),
      ["website"],
    );
  });

  it("takes no removal that failed for one, and none for a try of what it removed", () => {
    const removal = { ...change("website", "v2", "v2"), removed: true as const };
    const failed = [record(5, { changes: [removal], result: "failed", failed: ["website"], cause }), ...newestFirst];
    assert.equal(inForce(failed, "website")?.release.version, "v2");
    assert.equal(lastGood(failed, "website")?.release.version, "v2");
    assert.equal(failedBefore(failed, "website", parameters("v2")), undefined);
  });

  it("knows a service as brought by our own releases until one of it is good", () => {
    const introduced = { ...change("api", undefined, "v1"), introduced: true as const };
    const kept = record(5, { changes: [introduced], result: "failed" });
    assert.equal(introducedBefore([kept, ...newestFirst], "api"), true);
    assert.equal(introducedBefore(newestFirst, "api"), false);
    const good = record(6, { changes: [introduced] });
    assert.equal(introducedBefore([good, kept], "api"), false);
    const takenOut = record(7, { kind: "restore", changes: [], takenOut: ["api"] });
    assert.equal(introducedBefore([takenOut, kept], "api"), false);
  });

  it("knows the change that a release goes on with", () => {
    const asked = change("website", "v2", "v3");
    const cancelled = record(5, { changes: [{ ...asked, revision: "7" }], result: "cancelled" });
    const records = [cancelled, ...newestFirst];
    assert.equal(unfinishedChange(records, asked)?.revision, "7");
    const unseen = {
      "another version": [records, change("website", "v2", "v4")],
      "another service": [records, change("docs", "v2", "v3")],
      "seen through": [[{ ...cancelled, result: "succeeded" as const }, ...newestFirst], asked],
      "taken back since": [
        [record(6, { kind: "restore", changes: [change("website", "v3", "v2")] }), ...records],
        asked,
      ],
    } as const;
    for (const [why, [past, wanted]] of Object.entries(unseen))
      assert.equal(unfinishedChange(past, wanted), undefined, why);
  });

  it("asks for more of an id that fits several releases", () => {
    assert.throws(() => findRecord(newestFirst, "20261122"), { code: "RECORD_AMBIGUOUS" });
    assert.throws(() => findRecord(newestFirst, "nope"), { code: "RECORD_UNKNOWN" });
    assert.throws(() => findRecord(newestFirst, ""), { code: "RECORD_UNKNOWN" });
  });

  it("remembers what failed with exactly these parameters", () => {
    assert.equal(failedBefore(newestFirst, "website", parameters("crash"))?.id, crash.id);
    assert.equal(failedBefore(newestFirst, "website", parameters("crash", { replicas: 3 })), undefined);
    assert.equal(failedBefore(newestFirst, "docs", parameters("crash")), undefined);
    const unknown = { ...crash, changes: crash.changes.map((one) => ({ ...one, basicUnknown: true as const })) };
    assert.equal(failedBefore([unknown], "website", parameters("crash")), undefined);
  });

  it("does not blame a service that only went back with another", () => {
    const both = [change("website", "v1", "v2"), change("docs", "v1", "crash")];
    const group = record(6, { changes: both, result: "rolled back", failed: ["docs"], cause });
    assert.equal(failedBefore([group], "docs", parameters("crash"))?.id, group.id);
    assert.equal(failedBefore([group], "website", parameters("v2")), undefined);
  });

  it("remembers a failure without a cause too, where there is a reason and it does not lie outside", () => {
    const failedFor = (reason?: string, parts: Partial<ReleaseRecord> = {}) => {
      const { cause: none, ...rest } = crash;
      assert.ok(none);
      const again = { ...rest, ...parts, ...(reason === undefined ? {} : { reason }) };
      return failedBefore([restore, again, second, first], "website", parameters("crash"))?.id;
    };
    for (const reason of [
      "the release was not over after 240 s (--timeout)",
      "GET / of service staging/website:80 answered 500: oh no",
      'the API server did not create Service staging/website: Service "website" is invalid',
    ]) {
      assert.equal(failedFor(reason), crash.id, reason);
      assert.equal(failedFor(reason, { result: "failed" }), crash.id, reason);
      for (const result of ["interrupted", "cancelled"] as const)
        assert.equal(failedFor(reason, { result }), undefined);
    }
    for (const reason of [
      "the cluster does not answer: connect ECONNREFUSED 10.0.0.1:6443",
      "Deployment staging/web was changed by kubectl-set and was left as it is: image was set by kubectl-set.",
      undefined,
    ]) {
      assert.equal(failedFor(reason), undefined, reason);
    }
  });

  it("does not blame a good state for a restore to it that failed", () => {
    const noWayBack = { ...restore, result: "failed" as const, reason: "the namespace's quota is used up" };
    assert.equal(failedBefore([noWayBack, crash, second, first], "website", parameters("v2")), undefined);
  });

  it("forgets a failure once the same parameters served", () => {
    const again = record(5, { kind: "resubmit", changes: [change("website", "v2", "crash")] });
    assert.equal(failedBefore([again, ...newestFirst], "website", parameters("crash")), undefined);
  });
});
