import assert from "node:assert/strict";
import { errorsOf } from "../support.ts";

const nightly = { schedule: "0 4 * * *" };

function errors(basic: object, release: object = {}): string[] {
  const services = { a: { template: "schedule", image: "localhost/a", cronJob: nightly, ...basic } };
  return errorsOf({ services, current: { a: { version: "v1", ...release } } }).map((line) =>
    line.replace("releases:services.a.", ""),
  );
}

describe("a schedule's parameters are wrong where", () => {
  it("it does not say when", () => {
    assert.deepEqual(errors({ cronJob: {} }), [
      "cronJob.schedule: missing; allowed: five cron fields: minute 0-59, hour 0-23, day 1-31, month 1-12, weekday 0-6",
    ]);
    assert.deepEqual(errors({ cronJob: null }), ["cronJob: missing; template schedule runs to its end on a schedule"]);
    assert.deepEqual(errors({ cronJob: { schedule: "0 0 31 4 *" } }), [
      'cronJob.schedule: "0 0 31 4 *" never comes; check its day and month',
    ]);
  });

  it("the template makes pods that go on", () => {
    assert.deepEqual(errors({ template: "website" }), [
      "cronJob: template website makes pods that go on running; with a schedule, say template: schedule",
    ]);
  });

  it("they say something of pods that serve", () => {
    const found = errors({
      replicas: 2,
      budget: { maxUnavailable: 1 },
      rollout: { maxSurge: 1 },
      probes: { liveness: { exec: { command: ["true"] } } },
      renamedFrom: "b",
    });
    assert.deepEqual(found, [
      "replicas: a schedule runs to its end: one pod runs at a time; leave it out",
      "probes: a schedule runs to its end: it has succeeded when its process ends with exit code 0; leave it out",
      "rollout: a schedule runs to its end: no pods are swapped; what begins from then on is the new version (cronJob.deadline bounds a run); leave it out",
      "budget: a schedule runs to its end: no pod stays for an eviction to count; leave it out",
      "renamedFrom: a schedule runs to its end: nothing serves that must not pause: remove the schedule of the old name (release up --remove), and release that of the new one; leave it out",
    ]);
  });

  it("a canary or a restart is asked for", () => {
    assert.deepEqual(errors({}, { canary: { version: "v2", replicas: 1 }, restartedAt: "2026-11-22T04:00:00Z" }), [
      "releases:current.a.canary: no requests are shared out among runs; leave it out",
      "releases:current.a.restartedAt: no pods go on running; to run it now: release run a",
    ]);
  });

  it("Kubernetes' own words stand there", () => {
    assert.deepEqual(errors({ cronJob: { ...nightly, concurrencyPolicy: "Forbid", startingDeadline: "5s" } }), [
      'cronJob.startingDeadline: "5s" was given; allowed: a duration like 30s, 5m or 1h30m, from 10s to 168h',
      "cronJob.concurrencyPolicy: unknown parameter; here it is concurrency",
    ]);
  });
});
