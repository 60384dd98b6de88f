import { UsageProblem } from "../../errors/problem.ts";
import { hasJobs, withJobsAgain, withoutJobs } from "../../parameters/jobs.ts";
import type { Stack } from "../../parameters/stack.ts";
import type { StackFileEdit } from "../../parameters/stackFileEdit.ts";

/**
 * The edits with the jobs of their services left out (`--skip-jobs`), or run once more though they failed before
 * (`--force`).
 * @throws UsageProblem SKIP_JOBS_UNNAMED
 */
export function jobsAsked(
  edits: StackFileEdit[],
  { services }: Stack,
  { skipJobs = false, force = false }: { skipJobs?: boolean; force?: boolean },
  at: Date,
): StackFileEdit[] {
  if (!skipJobs && !force) return edits;
  if (skipJobs && edits.length === 0) {
    throw new UsageProblem({
      code: "SKIP_JOBS_UNNAMED",
      what: "--skip-jobs leaves out the jobs of the services that are named, and none is",
      next: "release up SERVICE --skip-jobs -m REASON",
    });
  }
  const stamp = `${at.toISOString().slice(0, 19)}Z`;
  return edits.map((edit) => {
    const known = services.get(edit.service)?.parameters;
    if (known === undefined) return edit;
    const asked = { ...known, ...edit };
    if (!hasJobs(asked)) return edit;
    return { ...edit, release: skipJobs ? withoutJobs(asked).release : withJobsAgain(asked, stamp) };
  });
}
