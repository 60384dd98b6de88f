import assert from "node:assert/strict";
import type { Service } from "../../../components/config/stackConfig.ts";
import type { ServiceParameters } from "../../../parameters/serviceParameters.ts";
import { mendedOf, planHash } from "../../../release/approvals/planHash.ts";
import type { ReleasePlan } from "../../../release/plan.ts";
import { stackOf } from "../../components/support.ts";
import { change, parameters } from "../builders.ts";

const stamp = "2026-11-22T04:00:00Z";
const basic = { template: "website", image: "localhost/web" };

function hashOf(
  release: ServiceParameters["release"],
  { more = {}, plan = {} }: { more?: Partial<Service>; plan?: Partial<ReleasePlan> } = {},
): string {
  const web = { ...change("web", "v1", release.version), after: { ...parameters("v1"), release }, changes: [] };
  const whole: ReleasePlan = {
    ...{ kind: "deploy", project: "releases", stack: "prod" },
    ...{ services: [web], unchanged: [], pending: [], removals: [], ...plan },
  };
  const services = stackOf({ web: basic, docs: basic }).services.map((service) =>
    service.name === "web" ? { ...service, release: release, ...more } : service,
  );
  return planHash(whole, { config: { ...stackOf({}), services } });
}

describe("the hash of a plan", () => {
  const v2 = hashOf({ version: "v2" });

  it("is the same for the same, and another for another version, configuration, object or kind", () => {
    assert.match(v2, /^[0-9a-f]{64}$/);
    assert.equal(hashOf({ version: "v2" }), v2);
    for (const other of [
      hashOf({ version: "v3" }),
      // The same parameters, of which a template makes something else by now.
      hashOf({ version: "v2" }, { more: { replicas: 7 } }),
      hashOf({ version: "v2" }, { plan: { kind: "promote" } }),
      hashOf({ version: "v2" }, { plan: { stack: "staging" } }),
      hashOf(
        { version: "v2" },
        { plan: { drift: { mended: [{ kind: "Deployment", state: "lost", fields: [] }], left: [] } } },
      ),
    ]) {
      assert.notEqual(other, v2);
    }
  });

  it("does not tell one restart from the next, but a restart from none", () => {
    const restart = hashOf({ version: "v1", restartedAt: stamp });
    assert.equal(hashOf({ version: "v1", restartedAt: "2026-11-22T05:00:00Z" }), restart);
    assert.notEqual(hashOf({ version: "v1" }), restart);
  });

  it("knows a canary by its version and its weight, not by the pods that an autoscaler has made of it", () => {
    const at = (canary: object) => hashOf({ version: "v1", canary: { version: "v2", weight: 10, step: 1, ...canary } });
    assert.equal(at({ replicas: 2 }), at({ replicas: 3 }));
    assert.notEqual(at({ weight: 20 }), at({}));
  });

  it("is not touched by other services", () => {
    const unchanged = [change("docs", "v1", "v1")];
    assert.equal(hashOf({ version: "v2" }, { plan: { unchanged } }), v2);
  });
});

describe("what a plan mends", () => {
  it("is told by object and field, without what is kept", () => {
    const fields = [{ path: "spec.replicas" }, { path: "spec.paused", kept: true as const }];
    const mended = [
      { kind: "Service", name: "web", state: "lost" as const, fields: [] },
      { kind: "Deployment", name: "web", state: "changed" as const, fields },
    ];
    assert.deepEqual(mendedOf({ drift: { mended, left: [] } }), [
      "Deployment web: spec.replicas",
      "Service web: is gone",
    ]);
  });
});
