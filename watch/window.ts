import { clockOf, weekdayNames } from "../components/config/cron.ts";

/** A time of the day, every day or on some, in which nothing is released by itself. */
export interface QuietTime {
  /** `22:00` */
  from: string;
  /** `06:00`: where it is before `from`, that of the day after. */
  to: string;
  /** Those on which it begins; default all. */
  days?: readonly Weekday[] | undefined;
  /** IANA name; default Etc/UTC. */
  timeZone?: string | undefined;
}

export type Weekday = (typeof weekdayNames)[number];

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
