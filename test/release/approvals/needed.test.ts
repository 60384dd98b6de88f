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
