import assert from "node:assert/strict";
import { parseServiceFiles } from "../../../components/config/serviceFiles.ts";
import { deployEdits } from "../../../release/verbs/deploy.ts";
import { promoteEdits } from "../../../release/verbs/promote.ts";
import { restartEdits } from "../../../release/verbs/restart.ts";
import { resubmitEdits } from "../../../release/verbs/resubmit.ts";
import { rollbackEdits, withEarlierState } from "../../../release/verbs/rollback.ts";
import { planLines } from "../../../cli/renderers/plan.ts";
import { plainStyle } from "../../../cli/renderers/style.ts";
import { planRelease } from "../../../release/plan.ts";
import type { ReleaseRecord, ServiceChange } from "../../../records/record.ts";
import type { Stack } from "../../../parameters/stack.ts";
import { record } from "../builders.ts";
import { stackWith } from "./support.ts";

/** A record that says: this stack served. */
function served(number: number, stack: Stack, parts: Partial<ReleaseRecord> = {}): ReleaseRecord {
  const changes = [...stack.services].map(([service, { namespace, parameters }]) => ({
    service,
    namespace,
    after: parameters,
  }));
  return record(number, { changes, ...parts });
}

describe("what each verb asks for", () => {
  const stack = stackWith({ website: "v1", docs: "v7" });
  const at = new Date("2026-11-22T04:00:00.123Z");

  describe("up", () => {
    it("asks for a version where one is named, and for nothing where only the service is", () => {
      assert.deepEqual(deployEdits(["website=v2", "docs"], stack), [
        { service: "website", release: { version: "v2" } },
        { service: "docs" },
      ]);
    });

    it("brings in a service that has a file, by its first version, and says how where none is named", () => {
      const files = parseServiceFiles(new Map([["jp.yaml", "template: website"]]), []);
      const known = { ...stack, files };
      assert.deepEqual(deployEdits(["jp=v3"], known), [{ service: "jp", release: { version: "v3" } }]);
      assert.throws(() => deployEdits(["jp"], known), {
        code: "SERVICE_UNKNOWN",
        message:
          'stack staging has no service "jp": services/jp.yaml says what it is, but Pulumi.staging.yaml gives it no version',
        next: "to bring it in: release up jp=VERSION --stack staging",
      });
    });

    it("suggests the nearest service", () => {
      assert.throws(() => deployEdits(["webiste=v2"], stack), {
        code: "SERVICE_UNKNOWN",
        message: 'stack staging has no service "webiste"; did you mean "website"?',
      });
    });

    for (const target of ["=v2", "website=", "website=v1=v2", ""]) {
      it(`refuses "${target}"`, () => {
        assert.throws(() => deployEdits([target], stack), { code: "TARGET_MALFORMED" });
      });
    }

    it("refuses a service named twice", () => {
      assert.throws(() => deployEdits(["docs=v1", "docs=v2"], stack), { code: "TARGET_TWICE" });
    });
  });

  it("restart asks for a fresh stamp, each service once", () => {
    assert.deepEqual(restartEdits(["website", "website"], stack, at), [
      { service: "website", release: { version: "v1", restartedAt: "2026-11-22T04:00:00Z" } },
    ]);
  });

  describe("rollback", () => {
    const before = stackWith({ website: "v0", docs: "v7" });
    const records = [served(2, stack), served(1, before)];

    it("asks for the parameters before the present ones, and names the record", () => {
      const { edits, of } = rollbackEdits(["website"], stack, records);
      assert.equal(edits[0]?.release?.version, "v0");
      assert.equal(of, records[1]?.id);
    });

    it("goes back from what was released last, whatever the file has been edited to since", () => {
      const edited = stackWith({ website: "v9", docs: "v7" });
      assert.equal(rollbackEdits(["website"], edited, records).edits[0]?.release?.version, "v0");
    });

    it("brings back what was removed, and takes its place again from what it was renamed to", () => {
      const change = served(1, before).changes.find(({ service }) => service === "docs")!;
      const removal = { ...change, before: change.after, removed: true as const };
      const without = stackWith({ website: "v1" });
      const removed = [served(2, without, { changes: [removal] }), served(1, before)];
      assert.deepEqual(rollbackEdits(["docs"], without, removed), {
        edits: [{ service: "docs", ...change.after }],
        of: removed[0]?.id,
      });
      const manual = stackWith({ website: "v1", manual: "v7" });
      const renamed = [
        served(2, manual, { changes: [...served(2, manual).changes, { ...removal, renamedTo: "manual" }] }),
        served(1, before),
      ];
      assert.deepEqual(rollbackEdits(["docs"], manual, renamed), {
        edits: [{ service: "docs", ...change.after, basic: { ...change.after.basic, renamedFrom: "manual" } }],
        remove: ["manual"],
        of: renamed[0]?.id,
      });
    });

    it("brings places in groups back with what was removed, and with what a resubmit brings back", () => {
      const change = served(1, before).changes.find(({ service }) => service === "docs")!;
      const removal = { ...change, before: change.after, removed: true as const, groups: { sites: 1 } };
      const without = stackWith({ website: "v1" });
      const older = served(1, before, { changes: [{ ...change, groups: { sites: 0 } }] });
      const history = [served(2, without, { changes: [removal] }), older];
      assert.deepEqual(rollbackEdits(["docs"], without, history).edits[0]?.groups, { sites: 1 });
      assert.deepEqual(resubmitEdits(history, older.id, at).edits[0]?.groups, { sites: 0 });
      assert.equal(resubmitEdits([older], older.id, at).edits[0]?.groups, undefined);
    });

    it("takes a failed renaming or removal back: to what it was, not to the version before", () => {
      const change = served(1, before).changes.find(({ service }) => service === "docs")!;
      const removal = { ...change, before: change.after, removed: true as const };
      const manual = stackWith({ website: "v1", manual: "v8" });
      const [started] = served(3, manual).changes.filter(({ service }) => service === "manual");
      const history = [served(2, before), served(1, stackWith({ website: "v0", docs: "v6" }))];
      for (const result of ["failed", "cancelled", "interrupted", "rollback failed"] as const) {
        const renaming = served(3, manual, { result, changes: [started!, { ...removal, renamedTo: "manual" }] });
        assert.deepEqual(rollbackEdits(["docs"], manual, [renaming, ...history]), {
          edits: [{ service: "docs", ...change.after, basic: { ...change.after.basic, renamedFrom: "manual" } }],
          remove: ["manual"],
          of: renaming.id,
        });
        const gone = stackWith({ website: "v1" });
        const removing = served(3, gone, { result, changes: [removal] });
        assert.deepEqual(rollbackEdits(["docs"], gone, [removing, ...history]), {
          edits: [{ service: "docs", ...change.after }],
          of: removing.id,
        });
      }
    });

    it("is refused where the record named is what runs already", () => {
      assert.throws(() => rollbackEdits(["website"], stack, records, records[0]?.id), {
        code: "ROLLBACK_CHANGES_NOTHING",
      });
    });
  });

  it("rollback of a whole stack is of the services that have something to go back to", () => {
    const before = stackWith({ website: "v0", docs: "v7" });
    const [newer, older] = [served(2, stack), served(1, before)];
    const records = [newer, older];
    assert.deepEqual(withEarlierState(["website", "docs"], stack, records), ["website"]);
    const websiteAlone = { ...older, changes: older.changes.filter(({ service }) => service === "website") };
    assert.deepEqual(withEarlierState(["website", "docs"], stack, [newer, websiteAlone], older.id), ["website"]);
    assert.deepEqual(withEarlierState(["docs"], stack, records), ["docs"], "an error says why");
  });

  it("resubmit asks for a past release's parameters with a fresh stamp", () => {
    const failed = served(3, stackWith({ website: "v3" }), { result: "rolled back" });
    const { edits, of } = resubmitEdits([failed], failed.id, at);
    assert.deepEqual(edits[0]?.release, { version: "v3", restartedAt: "2026-11-22T04:00:00Z" });
    assert.equal(of, failed.id);
  });

  it("resubmit of a schedule stamps no pods, which it has not, and its jobs run again", () => {
    const basic = { template: "schedule", cronJob: { schedule: "0 4 * * *" }, jobs: { before: [] } };
    const after = { basic, release: { version: "v3" }, secrets: {} };
    const failed = record(3, { changes: [{ service: "backup", namespace: "staging", after }], result: "rolled back" });
    const { edits } = resubmitEdits([failed], failed.id, at);
    assert.deepEqual(edits[0]?.release, { version: "v3", jobsAgain: "2026-11-22T04:00:00Z" });
  });

  describe("promote", () => {
    const prod = stackWith({ website: "v0", docs: "v7" }, "prod");

    it("takes the version alone, and only where it differs", () => {
      assert.deepEqual(promoteEdits([], stack, [served(1, stack)], prod), [
        { service: "website", release: { version: "v1" } },
      ]);
    });

    it("refuses a version that has not served in the source stack", () => {
      assert.throws(() => promoteEdits(["website"], stack, [served(1, stackWith({ website: "v0" }))], prod), {
        code: "NOT_PROVEN",
        message: "website v1 has not served in staging; its last good version there is v0",
      });
    });

    it("says so where there is nothing to promote", () => {
      assert.throws(() => promoteEdits([], stack, [served(1, stack)], stack), { code: "PROMOTES_NOTHING" });
    });
  });

  describe("the plan", () => {
    it("names what differs from each service's last good release", () => {
      const plan = planRelease("deploy", stack, [served(1, stackWith({ website: "v0", docs: "v7" }))], undefined);
      assert.deepEqual(
        plan.services.map(({ service, changes }) => ({ service, changes })),
        [{ service: "website", changes: [{ path: "release.version", before: "v0", after: "v1" }] }],
      );
      assert.deepEqual(
        plan.unchanged.map(({ service }) => service),
        ["docs"],
      );
    });

    it("leaves what nobody named to a release of its own", () => {
      const records = [served(1, stackWith({ website: "v0", docs: "v6" }))];
      const { services, unchanged, pending } = planRelease("deploy", stack, records, ["docs"]);
      const names = [services, unchanged, pending].map((plans) => plans.map(({ service }) => service));
      assert.deepEqual(names, [["docs"], [], ["website"]]);
    });

    describe("after a plain pulumi up, of which no more than the stack's file is known", () => {
      const unknown = (change: ServiceChange): ServiceChange => ({ ...change, basicUnknown: true });
      const plain = served(1, stack, { changes: served(1, stack).changes.map(unknown) });
      const basic = { path: "basic", before: "not known (a plain pulumi up)", after: "as services/docs.yaml says" };

      it("says so, and does not count a service as unchanged that is as the files have it today", () => {
        const { services, unchanged } = planRelease("deploy", stack, [plain], undefined);
        const docs = services.find(({ service }) => service === "docs");
        assert.deepEqual([docs?.changes, docs?.beforeUnknown, unchanged], [[basic], true, []]);
      });

      it("leaves one that nobody named for a release of its own", () => {
        const plan = planRelease("deploy", stack, [plain], ["website"]);
        assert.deepEqual(
          planLines(plan, plainStyle).filter((line) => line.startsWith("left")),
          ["left for releases of their own: docs (its basic parameters are not known)"],
        );
      });

      it("knows them again from the next release on", () => {
        const { services } = planRelease("deploy", stack, [served(2, stack), plain], undefined);
        assert.deepEqual(services, []);
      });

      it("resubmit says what it does not bring back", () => {
        assert.deepEqual(resubmitEdits([plain], plain.id, at).basicUnknown, ["website", "docs"]);
      });
    });

    it("lists a service that was named even where nothing differs", () => {
      const plan = planRelease("restart", stack, [served(1, stack)], ["docs"]);
      assert.deepEqual(
        plan.services.map(({ service }) => service),
        ["docs"],
      );
    });
  });
});
