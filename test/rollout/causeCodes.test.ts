import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { defaultLimits } from "../../rollout/limits.ts";
import { causeCodes } from "../../rollout/verdict.ts";

const rows = readFileSync("docs/causes.md", "utf8").matchAll(/^\| `(\w+)` +\| .+? \| (.+?) +\|$/gm);
const patience = new Map([...rows].map(([, code, text]) => [code, text]));

describe("docs/causes.md", () => {
  it("explains each cause, and no other", () => {
    assert.deepEqual([...patience.keys()].sort(), [...causeCodes].sort());
  });

  it("tells the patience that the code has", () => {
    assert.match(patience.get("CrashLoop")!, /^one crash /);
    assert.equal(defaultLimits.restartBudget, 1);
    const seconds: [code: string, pattern: RegExp, limit: number][] = [
      ["CannotStart", /(\d+) s/, defaultLimits.sandboxGraceSeconds],
      ["ImagePullFailed", /(\d+) s/, defaultLimits.imagePullGraceSeconds],
      ["ConfigMissing", /(\d+) s/, defaultLimits.configGraceSeconds],
      ["QuotaExceeded", /else (\d+) s/, defaultLimits.quotaGraceSeconds],
      ["AdmissionRefused", /(\d+) s/, defaultLimits.createGraceSeconds],
      ["Unschedulable", /^(\d+) s/, defaultLimits.unschedulableGraceSeconds],
      ["VolumeNotBound", /(\d+) s/, defaultLimits.volumeBindGraceSeconds],
      ["VolumeNotMounted", /(\d+) s/, defaultLimits.mountGraceSeconds],
      ["SandboxFailed", /(\d+) s/, defaultLimits.sandboxGraceSeconds],
    ];
    for (const [code, pattern, limit] of seconds) {
      assert.equal(Number(pattern.exec(patience.get(code) ?? "")?.[1]), limit, code);
    }
  });
});
