import { duration } from "../rollout/time.ts";
import type { ScheduleStatus } from "./schedule.ts";

/** `last run 3 h ago succeeded in 4 s; next in 21 h (Sun 04:00 Asia/Tokyo)`. Pure. */
export function scheduleText({ running, last, next, timeZone, suspended }: ScheduleStatus, now: Date): string {
  const going = running === 0 ? [] : [running === 1 ? "runs now" : `${running} runs now`];
  const before = last === undefined ? (running === 0 ? ["never run yet"] : []) : [lastText(last, now)];
  const after = suspended
    ? ["suspended: none begins by itself"]
    : next === undefined
      ? []
      : [`next in ${span(new Date(next).getTime() - now.getTime())} (${clockText(next, timeZone)})`];
  return [...going, ...before, ...after].join("; ");
}

function lastText({ result, startedAt, endedAt }: NonNullable<ScheduleStatus["last"]>, now: Date): string {
  const took = (Date.parse(endedAt) - Date.parse(startedAt)) / 1000;
  return `last run ${span(now.getTime() - Date.parse(endedAt))} ago ${result} in ${duration(took)}`;
}

/** Of days and hours nobody counts the seconds. */
function span(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 3600) return duration(seconds);
  const hours = Math.round(seconds / 3600);
  return hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} days`;
}

/** `Sun 04:00 Asia/Tokyo` */
function clockText(time: string, timeZone: string): string {
  const format = { weekday: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
  return `${new Date(time).toLocaleString("en-GB", { ...format, timeZone })} ${timeZone}`;
}
