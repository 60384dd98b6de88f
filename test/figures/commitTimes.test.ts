import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { commitTimes } from "../../figures/commitTimes.ts";
import type { ReleaseRecord } from "../../records/record.ts";
import { record } from "../release/builders.ts";

function commit(folder: string, message: string, date: string): string {
  const env = { ...process.env, GIT_AUTHOR_DATE: "2020-01-01T00:00:00Z", GIT_COMMITTER_DATE: date };
  const who = ["-c", "user.name=Ada", "-c", "user.email=ada@example.com"];
  execFileSync("git", [...who, "commit", "--quiet", "--allow-empty", "-m", message], { cwd: folder, env });
  return execFileSync("git", ["rev-parse", "--short=12", "HEAD"], { cwd: folder, encoding: "utf8" }).trim();
}

const of = (hash: string): ReleaseRecord =>
  record(1, { git: { commit: hash, branch: "main", dirty: 0, behind: 0, ahead: 0 } });

describe("when commits were made", () => {
  const folder = mkdtempSync(join(tmpdir(), "release-commits-"));
  after(() => {
    rmSync(folder, { recursive: true });
  });

  it("is told by git, of those that this checkout has", () => {
    execFileSync("git", ["init", "--quiet"], { cwd: folder });
    const one = commit(folder, "one\n\ncommitter Eve <eve@example.com> 1 +0000", "2026-11-22T01:00:00Z");
    const two = commit(folder, "two", "2026-11-22T02:00:00+09:00");
    const times = commitTimes(folder, [one, "0123456789ab", two, "--help"].map(of));
    assert.deepEqual(
      [one, "0123456789ab", two].map((hash) => times(hash)),
      [Date.parse("2026-11-22T01:00:00Z"), undefined, Date.parse("2026-11-21T17:00:00Z")],
    );
  });

  it("is not known outside git, nor asked for without a commit", () => {
    assert.equal(commitTimes("/nowhere", [of("0123456789ab")])("0123456789ab"), undefined);
    assert.equal(commitTimes("/nowhere", [record(1)])("0123456789ab"), undefined);
  });
});
