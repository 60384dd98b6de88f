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
    assert.equal(defaultLimits.crashes, 1);
    const seconds: [code: string, pattern: RegExp, limit: number][] = [
      ["CannotStart", /(\d+) s/, defaultLimits.sandbox],
      ["ImagePullFailed", /(\d+) s/, defaultLimits.pull],
      ["ConfigMissing", /(\d+) s/, defaultLimits.configuration],
      ["ImageDenied", /^(\d+) s/, defaultLimits.credentials],
      ["QuotaExceeded", /else (\d+) s/, defaultLimits.quota],
      ["AdmissionRefused", /(\d+) s/, defaultLimits.admission],
      ["Unschedulable", /^(\d+) s/, defaultLimits.schedule],
      ["VolumeNotBound", /(\d+) s/, defaultLimits.volume],
      ["VolumeNotMounted", /(\d+) s/, defaultLimits.volume],
      ["SandboxFailed", /(\d+) s/, defaultLimits.sandbox],
    ];
    for (const [code, pattern, limit] of seconds) {
      assert.equal(Number(pattern.exec(patience.get(code) ?? "")?.[1]), limit, code);
    }
  });
});
