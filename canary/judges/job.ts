import type { JobStatus } from "../../rollout/jobs/status.ts";
import type { Judgement } from "../check.ts";

const shownLines = 3;
const shownText = 300;

/**
 * What a Job says of the canary: exit code 0 is good, any other bad. One that could not start, was not over in time or
 * was taken away has said nothing. Pure.
 * @param lines of its log, newest last
 */
export function jobJudgement({ phase, message, exitCode }: JobStatus, lines: readonly string[]): Judgement {
  if (phase === "succeeded") return { verdict: "good", message };
  if (phase !== "failed" || exitCode === undefined || exitCode === 0) return { verdict: "unsure", message };
  const end = lines.slice(-shownLines).join(" | ").slice(-shownText);
  return { verdict: "bad", message: end === "" ? `${message}; it wrote nothing` : `${message}: ${end}` };
}
