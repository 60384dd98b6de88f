import assert from "node:assert/strict";
import { inVersion, withJobsAgain, withoutJobs } from "../../parameters/jobs.ts";
import { parameters } from "../release/builders.ts";

describe("whether the jobs of a version run", () => {
  const own = parameters("v2", { jobs: { before: [{ name: "migrate", compatible: true }] } });

  it("not where it is gone back to; a service without jobs stays as it is", () => {
    assert.deepEqual(withoutJobs(own).release, { version: "v2", jobsSkipped: "v2" });
    assert.deepEqual(withoutJobs(parameters("v2")), parameters("v2"));
  });

  it("with another version", () => {
    assert.deepEqual(inVersion({ version: "v2", jobsSkipped: "v2" }, "v3"), { version: "v3" });
    assert.deepEqual(inVersion({ version: "v2", jobsSkipped: "v2" }, "v2"), { version: "v2", jobsSkipped: "v2" });
  });

  it("once more with a stamp", () => {
    const stamp = "2026-11-22T04:00:00Z";
    assert.deepEqual(withJobsAgain(withoutJobs(own), stamp), { version: "v2", jobsAgain: stamp });
    assert.deepEqual(withJobsAgain(parameters("v2"), stamp), { version: "v2" });
  });
});
