import assert from "node:assert/strict";
import { canaryActions } from "../../../records/canary.ts";
import { needsApproval, saysNothing } from "../../../release/approvals/needed.ts";
import type { ReleasePlan, ServicePlan } from "../../../release/plan.ts";
import { change } from "../builders.ts";

const plan: ReleasePlan = {
  ...{ kind: "deploy", project: "releases", stack: "prod" },
  ...{ services: [], unchanged: [], pending: [], removals: [] },
};
const changing = (path: string): ServicePlan => ({ ...change("web", "v1", "v2"), changes: [{ path }] });

describe("what others approve", () => {
  it("is every kind of release but the ways back", () => {
    const kinds = ["deploy", "resubmit", "restart", "promote", "rollback", "restore"] as const;
    const asked = kinds.filter((kind) => needsApproval({ kind }, plan));
    assert.deepEqual(asked, ["deploy", "resubmit", "restart", "promote"]);
  });

  it("is of a rollback what it would bring with it that was never released", () => {
    const back = { kind: "rollback" as const, edits: [{ service: "web" }] };
    const fresh = (service: string): ServicePlan => ({ ...change(service, undefined, "v1"), changes: [] });
    assert.equal(needsApproval(back, { services: [changing("release.version")] }), false);
    // One that was removed comes back.
    assert.equal(needsApproval(back, { services: [fresh("web")] }), false);
    assert.equal(needsApproval(back, { services: [changing("release.version"), fresh("db")] }), true);
  });

  it("is of a canary its begin: the steps that follow are its own, and an abort waits for nobody", () => {
    const asked = canaryActions.filter((action) => needsApproval({ kind: "canary", canary: { action, at: [] } }, plan));
    assert.deepEqual(asked, ["start"]);
  });

  it("is not what a step would bring beside the canary: that is refused, and an abort goes all the same", () => {
    const more = { services: [changing("release.canary.weight"), changing("basic.env.A")] };
    const canary = (action: "step" | "abort") => ({ kind: "canary" as const, canary: { action, at: [] } });
    assert.throws(() => needsApproval(canary("step"), more), {
      code: "APPROVAL_BESIDE_CANARY",
      details: ["web: basic.env.A"],
    });
    assert.equal(needsApproval(canary("abort"), more), false);
  });

  it("is not brought by a pause either, which would release the file as it stands", () => {
    const more = { services: [changing("release.canary.paused"), changing("basic.env.A")] };
    const pause = { kind: "canary" as const, canary: { action: "pause" as const, at: [] } };
    assert.throws(() => needsApproval(pause, more), { code: "APPROVAL_BESIDE_CANARY", details: ["web: basic.env.A"] });
  });

  it("is such a step after all where a reason is given, so that it goes on record as an emergency", () => {
    const more = { services: [changing("basic.env.A")] };
    const step = {
      kind: "canary" as const,
      canary: { action: "promote" as const, at: [] },
      emergency: "carts are lost",
    };
    assert.equal(needsApproval(step, more), true);
    assert.equal(needsApproval(step, { services: [changing("release.canary.weight")] }), false);
  });
});

describe("a plan that says nothing", () => {
  it("has no service that is new, or changes, nothing that leaves, and nothing to mend", () => {
    const same: ServicePlan = { ...change("web", "v1", "v1"), changes: [] };
    assert.equal(saysNothing({ ...plan, services: [same] }), true);
    const removal = { ...same, removed: true as const, named: true, serving: 1, hosts: [], stay: [], go: [] };
    const mended = [{ kind: "Deployment", state: "lost" as const, fields: [] }];
    for (const more of [
      { services: [changing("release.version")] },
      { services: [{ ...change("web", undefined, "v1"), changes: [] }] },
      { services: [{ ...same, beforeUnknown: true as const }] },
      { removals: [removal] },
      { drift: { mended, left: [] } },
    ]) {
      assert.equal(saysNothing({ ...plan, ...more }), false);
    }
  });
});
