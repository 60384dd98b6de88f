import assert from "node:assert/strict";
import type { V1CronJob, V1Job } from "@kubernetes/client-node";
import { cronJobStatus, withDrift } from "../../release/status.ts";

const now = new Date("2026-11-22T07:00:00Z");

function cronJob(suspend = false): V1CronJob {
  const template = { spec: { containers: [{ name: "backup", image: "localhost/backup:v2" }] } };
  return { spec: { schedule: "0 4 * * *", timeZone: "Asia/Tokyo", suspend, jobTemplate: { spec: { template } } } };
}

function job(day: number, end?: "Complete" | "Failed"): V1Job {
  const startTime = new Date(Date.UTC(2026, 10, day, 4, 0, 0));
  const lastTransitionTime = new Date(Date.UTC(2026, 10, day, 4, 0, 42));
  const conditions = end === undefined ? [] : [{ type: end, status: "True", lastTransitionTime }];
  return { metadata: { name: `backup-${day}` }, status: { startTime, conditions } };
}

const shown = (jobs: V1Job[], suspend = false) => {
  const { state, message, runs } = cronJobStatus(cronJob(suspend), jobs, now);
  return [runs, state, message];
};

describe("a schedule's status", () => {
  it("tells the last run and the next one, by the clocks of its zone", () => {
    assert.deepEqual(shown([job(21, "Failed"), job(22, "Complete")]), [
      ...["v2", "scheduled", "last run 3 h ago succeeded in 42 s; next in 12 h (Mon 04:00 Asia/Tokyo)"],
    ]);
    assert.deepEqual(shown([]), ["v2", "scheduled", "never run yet; next in 12 h (Mon 04:00 Asia/Tokyo)"]);
  });

  it("is failing where the last run failed, and tells what runs now", () => {
    assert.deepEqual(shown([job(21, "Failed"), job(22)]), [
      ...["v2", "failing", "runs now; last run 27 h ago failed in 42 s; next in 12 h (Mon 04:00 Asia/Tokyo)"],
    ]);
  });

  it("says where none begins by itself, or nothing is there", () => {
    assert.deepEqual(shown([], true), ["v2", "suspended", "never run yet; suspended: none begins by itself"]);
    assert.equal(cronJobStatus(undefined, [], now).state, "absent");
  });

  it("tells drift as for any service", () => {
    const status = { service: "backup", namespace: "shop", wanted: "v2", ...cronJobStatus(cronJob(), [], now) };
    const changed = {
      service: "backup",
      kind: "CronJob",
      state: "changed",
      fields: [{ path: "spec.schedule" }],
    } as const;
    assert.equal(withDrift(status, [{ ...changed, fields: [...changed.fields] }]).state, "drifted");
  });
});
