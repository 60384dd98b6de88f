import assert from "node:assert/strict";
import type { CoreV1Event } from "@kubernetes/client-node";
import type { FoundDrift } from "../../drift/drift.ts";
import { timed } from "../../drift/since.ts";

function event(reason: string, kind: string, name: string, second: number): CoreV1Event {
  const lastTimestamp = `2026-11-22T01:00:0${second}Z` as unknown as Date;
  return { reason, involvedObject: { kind, name }, lastTimestamp, metadata: {} };
}

const base = { urn: "u", inputs: {}, kind: "Deployment", namespace: "shop", name: "web", service: "web" };

describe("when it happened", () => {
  it("a lost Deployment is down since its last pod was stopped", () => {
    const lost: FoundDrift = { ...base, state: "lost", fields: [] };
    const events = [
      event("Killing", "Pod", "web-5cd47c4b69-gshw8", 1),
      event("Killing", "Pod", "web-5cd47c4b69-klxsm", 3),
      event("Killing", "Pod", "web-canary-5cd47c4b69-klxsm", 5),
      event("Started", "Pod", "web-5cd47c4b69-klxsm", 6),
      event("Killing", "Pod", "website-5cd47c4b69-klxsm", 7),
    ];
    assert.equal(timed(lost, events).since, "2026-11-22T01:00:03.000Z");
    assert.equal(timed(lost, []).since, undefined);
  });

  it("a change of scale, for which the API server keeps no time, was when a ReplicaSet was scaled", () => {
    const scaled: FoundDrift = {
      ...base,
      state: "changed",
      fields: [{ path: "spec.replicas" }, { path: "spec.paused" }],
    };
    const events = [
      event("ScalingReplicaSet", "Deployment", "web", 2),
      event("ScalingReplicaSet", "Deployment", "api", 4),
    ];
    assert.deepEqual(timed(scaled, events).fields, [
      { path: "spec.replicas", at: "2026-11-22T01:00:02.000Z" },
      { path: "spec.paused" },
    ]);
  });
});
