import assert from "node:assert/strict";
import type { ReleaseEvent } from "../../../release/events.ts";
import { touchesCluster } from "../../../release/rollOut/touched.ts";

function resource(parts: { state?: "started" | "done" | "failed"; type?: string; operation?: string }): ReleaseEvent {
  const { state = "started", type = "kubernetes:apps/v1:Deployment", operation = "update" } = parts;
  const step = { urn: `urn:pulumi:prod::shop::${type}::web`, name: "web", type, operation };
  return { type: "resource", at: 0, state, step } as unknown as ReleaseEvent;
}

describe("whether a release has touched the cluster", () => {
  it("is so from the moment a change is begun: a provider that is killed may have sent it", () => {
    assert.equal(touchesCluster(resource({ state: "started" })), true);
    assert.equal(touchesCluster(resource({ state: "done" })), true);
  });

  it("is not so by a look, by what failed alone, or by an id in the state", () => {
    assert.equal(touchesCluster(resource({ operation: "same", state: "done" })), false);
    assert.equal(touchesCluster(resource({ state: "failed" })), false);
    assert.equal(touchesCluster(resource({ type: "random:index/randomId:RandomId" })), false);
    assert.equal(touchesCluster({ type: "note", at: 0, level: "info", message: "" }), false);
  });
});
