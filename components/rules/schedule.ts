import { runsAtOnce, shortestGap } from "../config/cronTimes.ts";
import { formatDuration } from "../config/duration.ts";
import type { Rule } from "./rule.ts";

export const runsEnd: Rule = {
  code: "ZD026",
  check: ({ cronJob }) => {
    if (cronJob === undefined) return [];
    const together = runsAtOnce(cronJob);
    if (together < 2) return [];
    const gap = shortestGap(cronJob) ?? 0;
    return [
      {
        parameter: "cronJob.concurrency",
        message: `a run begins every ${formatDuration(gap)} and may take ${formatDuration(cronJob.deadline)}: with concurrency Allow ${together} go on at once when something hangs`,
        fix: `set concurrency: Forbid, or cronJob.deadline to ${formatDuration(gap)} or less`,
      },
    ];
  },
};
