import assert from "node:assert/strict";
import type { V1Deployment } from "@kubernetes/client-node";
import { isApplied } from "../../rollout/applied.ts";

const template = { spec: { containers: [{ name: "web", image: "web:v2" }] } };
const live = (id: string | undefined, replicas: number): V1Deployment =>
  ({
    metadata: id === undefined ? {} : { annotations: { "releases/release-id": id, other: "x" } },
    spec: { replicas, template },
  }) as unknown as V1Deployment;
const asked = (id: unknown, replicas: number, image = "web:v2") => ({
  metadata: id === undefined ? {} : { annotations: { "releases/release-id": id } },
  spec: { replicas, template: { spec: { containers: [{ name: "web", image }] } } },
});

describe("a Deployment is there as it is being applied", () => {
  it("once it has this release's id, however many pods its autoscaler has left of those once asked for", () => {
    assert.ok(isApplied(live("new", 2), { inputs: asked("new", 5) }));
    assert.ok(!isApplied(live("old", 5), { inputs: asked("new", 5) }));
    assert.ok(!isApplied(live(undefined, 5), { inputs: asked("new", 5) }));
  });

  it("and as many pods, where that number is changed: of the same id, nothing else may tell", () => {
    const [before, inputs] = [asked("new", 2), asked("new", 5)];
    assert.ok(!isApplied(live("new", 2), { inputs, before }));
    assert.ok(isApplied(live("new", 6), { inputs, before }));
    assert.ok(isApplied(live("new", 2), { inputs, before: inputs }));
  });

  it("and has its pods, of which another of the same id may have changed", () => {
    assert.ok(!isApplied(live("new", 5), { inputs: asked("new", 5, "web:v3") }));
  });

  it("by its pods alone where no release's id is asked for, or it is hidden", () => {
    assert.ok(isApplied(live("old", 2), { inputs: asked(undefined, 5) }));
    assert.ok(isApplied(live("old", 2), { inputs: asked("[secret]", 5) }));
    assert.ok(!isApplied(live("old", 2), { inputs: asked(undefined, 5, "web:v3") }));
  });
});
