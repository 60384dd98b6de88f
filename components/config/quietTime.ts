import { weekdayNames } from "./cron.ts";
import { parseDuration } from "./duration.ts";

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

/** `fri,sat 22:00-06:00 Europe/Berlin`; days and zone may be left out. Undefined where it is none. Pure. */
export function quietTimeOf(text: string): QuietTime | undefined {
  const [, days, from = "", to = "", timeZone] =
    /^(?:([a-z,]+) +)?(\d\d:\d\d)-(\d\d:\d\d)(?: +([\w/+-]+))?$/i.exec(text.trim()) ?? [];
  const named = days?.toLowerCase().split(",");
  const right =
    isClock(from) && isClock(to) && (named ?? []).every(isWeekday) && (timeZone === undefined || isTimeZone(timeZone));
  if (!right) return undefined;
  return {
    from,
    to,
    ...(named === undefined ? {} : { days: named.filter(isWeekday) }),
    ...(timeZone === undefined ? {} : { timeZone }),
  };
}

/** How many releases may begin in how many seconds. */
export interface Rate {
  releases: number;
  seconds: number;
}

/** `6/1h`; undefined where it is none. Pure. */
export function rateOf(text: string): Rate | undefined {
  const [, count = "", time = ""] = /^(\d{1,4})\/(\w+)$/.exec(text) ?? [];
  const seconds = parseDuration(time) ?? 0;
  return Number(count) > 0 && seconds > 0 ? { releases: Number(count), seconds } : undefined;
}

function isClock(text: string): boolean {
  return /^([01]\d|2[0-3]):[0-5]\d$|^24:00$/.test(text);
}

function isWeekday(text: string): text is Weekday {
  return weekdayNames.some((day) => day === text);
}

function isTimeZone(text: string): boolean {
  try {
    new Intl.DateTimeFormat("en-US", { timeZone: text });
    return true;
  } catch {
    return false;
  }
}
