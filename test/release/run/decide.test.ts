import assert from "node:assert/strict";
import type { V1CronJob, V1Job } from "@kubernetes/client-node";
import { decideRun } from "../../../release/run/decide.ts";

const asked = Date.parse("2026-11-22T04:00:10Z");

function spec(version: string) {
  return { template: { spec: { containers: [{ name: "backup", image: `localhost/backup:${version}` }] } } };
}

function cronJob(concurrencyPolicy = "Forbid"): V1CronJob {
  const metadata = { name: "backup", namespace: "shop", uid: "cron" };
  return { metadata, spec: { schedule: "0 4 * * *", concurrencyPolicy, jobTemplate: { spec: spec("v2") } } };
}

function job(uid: string, second: number, { over = false, runs = "run", version = "v2" } = {}): V1Job {
  const creationTimestamp = new Date(`2026-11-22T04:00:0${second}Z`);
  const ended = { type: "Complete", status: "True" };
  return {
    metadata: { name: `backup-${uid}`, uid, creationTimestamp, labels: { "releases/job-runs": runs } },
    spec: spec(version),
    status: { conditions: over ? [ended] : [] },
  };
}

function decision(jobs: V1Job[], policy?: string): string {
  const decided = decideRun(cronJob(policy), jobs, asked);
  return decided.kind === "begin" ? "begin" : `${decided.kind} ${decided.job.metadata!.uid!}`;
}

describe("a wish to run a schedule now", () => {
  it("comes to one name where two see the same, and to another once that has run", () => {
    const name = (jobs: V1Job[]) => {
      const decided = decideRun(cronJob(), jobs, asked);
      return decided.kind === "begin" ? decided.name : "";
    };
    assert.match(name([]), /^backup-run-[0-9a-f]{8}$/);
    assert.equal(name([]), name([job("a", 1, { over: true, runs: "schedule" })]));
    assert.notEqual(name([]), name([job("a", 1, { over: true })]));
  });

  it("joins the run that somebody has begun by hand, also one that was over before we looked", () => {
    assert.equal(decision([job("old", 1, { over: true }), job("new", 2)]), "join new");
    assert.equal(decideRun(cronJob(), [job("a", 9, { over: true })], asked - 1000).kind, "join");
    assert.equal(decision([job("a", 8, { over: true })]), "begin");
  });

  it("waits for no other run, and begins none beside it but where both may go on", () => {
    const scheduled = job("a", 1, { runs: "schedule" });
    assert.equal(decision([scheduled]), "busy a");
    assert.equal(decision([scheduled], "Replace"), "busy a");
    assert.equal(decision([scheduled], "Allow"), "begin");
  });

  it("does not take the run of another version for the one that is asked for", () => {
    assert.equal(decision([job("a", 1, { version: "v1" })]), "busy a");
    assert.equal(decision([job("a", 1, { version: "v1" })], "Allow"), "begin");
  });
});
