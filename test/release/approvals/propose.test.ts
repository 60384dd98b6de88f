import assert from "node:assert/strict";
import { propose } from "../../../release/approvals/propose.ts";
import type { ReleasePlan } from "../../../release/plan.ts";
import { change } from "../builders.ts";
import { fakeProposals } from "../../records/proposals.ts";

describe("what is proposed", () => {
  it("is what was asked for: a whole stack stays one, also where a service leaves it with others that change", async () => {
    const leaves = { ...change("docs", "v4", "v4"), removed: true as const, named: false, serving: 1 };
    const plan: ReleasePlan = {
      ...{ kind: "deploy", project: "releases", stack: "prod", unchanged: [], pending: [] },
      services: [{ ...change("web", "v1", "v2"), changes: [] }],
      removals: [{ ...leaves, hosts: [], stay: [], go: [] }],
    };
    const asked = { project: "releases", name: "prod", config: {} } as never;
    const terms = { from: "sre", count: 1 };
    const request = { kind: "deploy" as const, edits: [], restore: true, force: false, commit: true };
    const { store } = fakeProposals();
    await propose(
      { plan, hash: "0123", terms, next: undefined, user: "ada" },
      { asked },
      request,
      { operator: "ada" },
      store,
    );
    const [made] = await store.list();
    assert.deepEqual(made?.request, { edits: [], restore: true, force: false });
    assert.deepEqual(
      made.changes.map(({ service, removed }) => [service, removed]),
      [
        ["web", undefined],
        ["docs", true],
      ],
    );
  });
});
