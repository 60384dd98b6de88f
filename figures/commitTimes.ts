import { execFileSync } from "node:child_process";
import type { ReleaseRecord } from "../records/record.ts";
import type { CommitTime } from "./changes.ts";

/** When the records' commits were made, as far as this checkout has them; one git process for all. */
export function commitTimes(projectDir: string, records: readonly ReleaseRecord[]): CommitTime {
  const commits = [...new Set(records.flatMap(({ git }) => git?.commit ?? []))];
  const times = new Map<string, number>();
  if (commits.length > 0) {
    const answer = ask(projectDir, commits);
    let at = 0;
    for (const commit of commits) {
      const end = answer.indexOf("\n", at);
      if (end < 0) break;
      // `<id> commit <bytes>` with the commit after it, or `<asked> missing` alone.
      const [, type, bytes] = answer.subarray(at, end).toString().split(" ");
      at = end + 1;
      if (bytes === undefined) continue;
      const body = answer.subarray(at, at + Number(bytes)).toString("latin1");
      at += Number(bytes) + 1;
      // Not the author's: a commit that was rebased or squashed has been there only since.
      const seconds = /^committer .* (\d+) [-+]\d{4}$/m.exec(body)?.[1];
      if (type === "commit" && seconds !== undefined) times.set(commit, Number(seconds) * 1000);
    }
  }
  return (commit) => times.get(commit);
}

function ask(projectDir: string, commits: readonly string[]): Buffer {
  try {
    const input = commits.map((commit) => `${commit}\n`).join("");
    const stdio: ["pipe", "pipe", "ignore"] = ["pipe", "pipe", "ignore"];
    return execFileSync("git", ["cat-file", "--batch"], { cwd: projectDir, input, stdio, maxBuffer: 1 << 28 });
  } catch {
    return Buffer.alloc(0);
  }
}
