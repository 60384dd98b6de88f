import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { useTemplates } from "../../components/templates.ts";
import { runsOnSchedule } from "../../parameters/serviceParameters.ts";
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

  it("also where they are of the project's own template", () => {
    const projectDir = mkdtempSync(join(tmpdir(), "release-test-"));
    mkdirSync(join(projectDir, "templates"));
    const defaults = { jobs: { before: [{ name: "migrate", compatible: true }] } };
    const text = (rest: object) => `exports.template = ${JSON.stringify({ description: "x", defaults: rest })};\n`;
    writeFileSync(join(projectDir, "templates", "team.js"), text(defaults));
    writeFileSync(join(projectDir, "templates", "nightly.js"), text({ cronJob: { schedule: "0 4 * * *" } }));
    useTemplates(projectDir);
    try {
      const team = parameters("v2", { template: "team" });
      assert.deepEqual(withoutJobs(team).release, { version: "v2", jobsSkipped: "v2" });
      assert.deepEqual(withoutJobs(parameters("v2", { template: "team", jobs: null })).release, { version: "v2" });
      assert.equal(runsOnSchedule(team), false);
      assert.equal(runsOnSchedule(parameters("v2", { template: "nightly" })), true);
    } finally {
      useTemplates(tmpdir());
    }
  });

  it("once more with a stamp", () => {
    const stamp = "2026-11-22T04:00:00Z";
    assert.deepEqual(withJobsAgain(withoutJobs(own), stamp), { version: "v2", jobsAgain: stamp });
    assert.deepEqual(withJobsAgain(parameters("v2"), stamp), { version: "v2" });
  });
});
