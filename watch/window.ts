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

export const weekdays = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"] as const;
export type Weekday = (typeof weekdays)[number];

/** The quiet time that now falls in, by the clocks of its zone; undefined where none does. Pure. */
export function quietNow(times: readonly QuietTime[], now: Date): QuietTime | undefined {
  return times.find((time) => isIn(time, now));
}

function isIn({ from, to, days = weekdays, timeZone = "Etc/UTC" }: QuietTime, now: Date): boolean {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone,
    weekday: "short",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).formatToParts(now);
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? "";
  const today = weekdays.findIndex((day) => day === part("weekday").toLowerCase());
  const yesterday = (today + 6) % 7;
  const clock = `${part("hour")}:${part("minute")}`;
  const begins = (day: number) => days.some((name) => name === weekdays[day]);
  if (from < to) return begins(today) && from <= clock && clock < to;
  return (begins(today) && from <= clock) || (begins(yesterday) && clock < to);
}
