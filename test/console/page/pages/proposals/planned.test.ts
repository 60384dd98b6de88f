import assert from "node:assert/strict";
import { plannedChanges } from "../../../../../console/page/pages/proposals/planned.ts";
import { describedProposal } from "../../../../../release/approvals/described.ts";
import { change } from "../../../../release/builders.ts";
import { planFor } from "../../../fixture/state.ts";

const wanted = [
  {
    ...{ service: "website", namespace: "staging", from: "v7", to: "v9", removed: false },
    changes: [{ path: "release.version", before: "v7", after: "v9" }],
  },
];

describe("the plan of a proposal", () => {
  it("is shown as the release command tells of it", () => {
    const described = describedProposal(
      {
        ...{
          id: "x",
          project: "shop",
          stack: "staging",
          kind: "deploy",
          hash: "h",
          operator: "ada",
          user: "ada",
          approvals: [],
        },
        request: { edits: [], restore: true, force: false },
        changes: [change("website", "v7", "v9")],
        terms: { from: "leads", count: 2 },
        ...{ proposedAt: "2026-11-29T00:00:00Z", expiresAt: "2026-11-30T00:00:00Z" },
      },
      new Date("2026-11-29T01:00:00Z"),
    );
    assert.deepEqual(plannedChanges(described), wanted);
  });

  it("is shown as a release's plan, alone or with what was found", () => {
    const plan = planFor({ website: "v9" }, "deploy", "staging");
    assert.deepEqual(plannedChanges(plan), wanted);
    assert.deepEqual(plannedChanges({ plan, findings: [], notes: [], hash: "" }), wanted);
  });

  it("is nothing where it is none", () => {
    assert.deepEqual([undefined, null, "plan", {}, { plan: 1 }].flatMap(plannedChanges), []);
  });
});
