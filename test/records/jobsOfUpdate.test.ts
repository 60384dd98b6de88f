import assert from "node:assert/strict";
import type { ServiceParameters } from "../../parameters/serviceParameters.ts";
import { jobsOfUpdate } from "../../records/jobsOfUpdate.ts";
import type { ServiceChange } from "../../records/record.ts";

const jobs = { before: [{ name: "migrate", compatible: true }], after: [{ name: "smoke", compatible: true }] };
const declared = { template: "website", jobs, canary: {} };

/** `job version`, of an update from one standing to the next. */
function ran(from: object | undefined, to: object, basic: Record<string, unknown> = declared): string[] {
  const of = (release: object) => ({ basic, release, secrets: {} }) as ServiceParameters;
  const change = { service: "web", namespace: "staging", after: of(to), ...(from && { before: of(from) }) };
  return jobsOfUpdate([change as ServiceChange], "succeeded").map(({ job, version }) => `${job} ${version}`);
}

describe("the jobs that a plain pulumi up ran", () => {
  const v1 = { version: "v1" };
  const canary = { ...v1, canary: { version: "v2", weight: 10 } };

  it("are those of another version, before and after its pods", () => {
    assert.deepEqual(ran(undefined, v1), ["migrate v1", "smoke v1"]);
    assert.deepEqual(ran(v1, { version: "v2" }), ["migrate v2", "smoke v2"]);
    assert.deepEqual(ran(v1, { version: "v2", jobsSkipped: "v2" }), []);
    assert.deepEqual(ran(v1, { ...v1, restartedAt: "2026-11-22T04:00:00Z" }), []);
  });

  it("are a canary's when it begins, what is left of them when it is promoted, and none when it steps or is left", () => {
    assert.deepEqual(ran(v1, canary), ["migrate v2"]);
    assert.deepEqual(ran(canary, { ...v1, canary: { version: "v2", weight: 50 } }), []);
    assert.deepEqual(ran(canary, { version: "v2" }), ["smoke v2"]);
    assert.deepEqual(ran(canary, v1), []);
    assert.deepEqual(ran(canary, { version: "v3" }), ["migrate v3", "smoke v3"]);
  });

  it("are the service's own where no canary is declared", () => {
    const undeclared = { template: "website", jobs };
    assert.deepEqual(ran(v1, canary, undeclared), []);
    assert.deepEqual(ran(canary, { version: "v2" }, undeclared), ["migrate v2", "smoke v2"]);
  });
});
