import assert from "node:assert/strict";
import type { CanaryAction } from "../../../records/canary.ts";
import type { ReleaseRecord } from "../../../records/record.ts";
import { objectHashes } from "../../../release/approvals/planHash.ts";
import { otherObjects } from "../../../release/approvals/sameObjects.ts";
import { stackOf } from "../../components/support.ts";
import { record } from "../builders.ts";

const basic = { template: "website", image: "localhost/web", replicas: 2 };
const asWritten = { config: stackOf({ web: basic, docs: basic }) };
/** The same parameters, of which a template makes something else by now. */
const edited = {
  config: {
    ...asWritten.config,
    services: asWritten.config.services.map((one) => (one.name === "web" ? { ...one, replicas: 7 } : one)),
  },
};
const stand = { service: "web", version: "v2", step: 1, steps: 2, weight: 10, reached: 10, split: "replicas" };
const canary = (action: CanaryAction) => ({ action, at: [stand] });
const begin = (approval: Partial<NonNullable<ReleaseRecord["approval"]>>) =>
  record(1, { kind: "canary", canary: canary("start"), approval: { from: "sre", count: 1, ...approval } });
const approved = begin({ objects: objectHashes(asWritten, ["web"]) });

describe("what a canary's step brings beside it", () => {
  it("is nothing while its services' objects are made of what others approved with its begin", () => {
    const step = record(2, { kind: "canary", canary: canary("step") });
    assert.deepEqual(otherObjects({ canary: canary("step") }, asWritten, [step, approved]), []);
    const standing = asWritten.config.services.map((one) => ({
      ...one,
      release: { version: "v1", canary: { version: "v2", weight: 50, step: 2 } },
    }));
    const later = { config: { ...asWritten.config, services: standing } };
    assert.deepEqual(otherObjects({ canary: canary("promote") }, later, [approved]), []);
  });

  it("is found where a template has become another one, of steps, a promotion and a pause", () => {
    for (const action of ["step", "promote", "resume", "pause"] as const)
      assert.deepEqual(otherObjects({ canary: canary(action) }, edited, [approved]), ["web"]);
  });

  it("may be others once a step has brought them in an emergency, and not where that was taken back", () => {
    const brought = (result: ReleaseRecord["result"]) => ({
      ...begin({ objects: objectHashes(edited, ["web"]), emergency: "carts are lost" }),
      canary: canary("step"),
      result,
    });
    assert.deepEqual(otherObjects({ canary: canary("step") }, edited, [brought("succeeded"), approved]), []);
    assert.deepEqual(otherObjects({ canary: canary("step") }, edited, [brought("rolled back"), approved]), ["web"]);
  });

  it("stands in the way of no abort and no other release, nor of a canary that began before", () => {
    for (const action of ["abort", "clear", "start"] as const)
      assert.deepEqual(otherObjects({ canary: canary(action) }, edited, [approved]), []);
    assert.deepEqual(otherObjects({}, edited, [approved]), []);
    assert.deepEqual(otherObjects({ canary: canary("step") }, edited, [begin({})]), []);
    assert.deepEqual(otherObjects({ canary: canary("step") }, edited, []), []);
  });
});
