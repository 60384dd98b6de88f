import { clockOf, weekdayNames } from "../components/config/cron.ts";
import type { QuietTime } from "../components/config/quietTime.ts";

/** The quiet time that now falls in, by the clocks of its zone; undefined where none does. Pure. */
export function quietNow(times: readonly QuietTime[], now: Date): QuietTime | undefined {
  return times.find((time) => isIn(time, now));
}

function isIn({ from, to, days = weekdayNames, timeZone = "Etc/UTC" }: QuietTime, now: Date): boolean {
  const { hour, minute, weekday: today } = clockOf(timeZone)(now.getTime());
  const yesterday = (today + 6) % 7;
  const clock = [hour, minute].map((number) => String(number).padStart(2, "0")).join(":");
  const begins = (day: number) => days.some((name) => name === weekdayNames[day]);
  if (from < to) return begins(today) && from <= clock && clock < to;
  return (begins(today) && from <= clock) || (begins(yesterday) && clock < to);
}
