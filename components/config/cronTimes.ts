import { nextTime } from "./cron.ts";
import type { CronJobParameters } from "./cronJob.ts";

/** Times looked at for the shortest gap: more than a schedule by the minute has in an hour, and those of two months. */
const looked = 100;
const lookedMs = 62 * 86_400_000;
/** A year as good as any other; the last day of February is in it. */
const from = new Date("2024-01-01T00:00:00Z");

/** The shortest time between two runs, in seconds; undefined where there are not two of them. */
export function shortestGap({
  schedule,
  timeZone,
}: Pick<CronJobParameters, "schedule" | "timeZone">): number | undefined {
  let shortest: number | undefined;
  let before = nextTime(schedule, timeZone, from);
  for (let count = 1; count < looked && before !== undefined; count += 1) {
    const next = nextTime(schedule, timeZone, before);
    if (next === undefined) break;
    if (shortest !== undefined && next.getTime() - from.getTime() > lookedMs) break;
    const gap = (next.getTime() - before.getTime()) / 1000;
    shortest = Math.min(gap, shortest ?? gap);
    before = next;
  }
  return shortest;
}

const counted = new WeakMap<CronJobParameters, number>();

/** Runs that may go on at once, where each takes all the time that it may; counted once, for rules ask often. */
export function runsAtOnce(cronJob: CronJobParameters): number {
  const count = counted.get(cronJob) ?? countRuns(cronJob);
  counted.set(cronJob, count);
  return count;
}

function countRuns(cronJob: CronJobParameters): number {
  if (cronJob.concurrency !== "Allow") return 1;
  const gap = shortestGap(cronJob);
  return gap === undefined ? 1 : Math.max(1, Math.ceil(cronJob.deadline / gap));
}
