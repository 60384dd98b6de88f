import { weekdayNames } from "../components/config/cron.ts";
import { parseDuration } from "../components/config/duration.ts";
import { UsageProblem } from "../errors/problem.ts";
import type { ReleaseRecord } from "../records/record.ts";
import { quietNow, type QuietTime, type Weekday } from "./window.ts";

/** How many releases may begin in how many seconds. */
export interface Rate {
  releases: number;
  seconds: number;
}

/** Why nothing may be released by itself now; undefined where it may. Pure. @param records newest first */
export function heldBack(
  { quiet, rate }: { quiet: readonly QuietTime[]; rate?: Rate | undefined },
  records: readonly Pick<ReleaseRecord, "startedAt">[],
  now: Date,
): string | undefined {
  const time = quietNow(quiet, now);
  if (time !== undefined) return `quiet until ${time.to} ${time.timeZone ?? "UTC"}`;
  if (rate === undefined) return undefined;
  const since = now.getTime() - rate.seconds * 1000;
  const begun = records.map(({ startedAt }) => Date.parse(startedAt)).filter((at) => at > since);
  if (begun.length < rate.releases) return undefined;
  const oldest = Math.min(...begun.sort((a, b) => b - a).slice(0, rate.releases));
  const next = new Date(oldest + rate.seconds * 1000).toISOString().slice(11, 19);
  return `${begun.length} releases in the last ${rate.seconds} s, the most that may be; the next one from ${next}Z`;
}

/** `fri,sat 22:00-06:00 Europe/Berlin`; days and zone may be left out. @throws UsageProblem QUIET_TIME_MALFORMED */
export function parseQuietTime(text: string): QuietTime {
  const [, days, from = "", to = "", timeZone] =
    /^(?:([a-z,]+) +)?(\d\d:\d\d)-(\d\d:\d\d)(?: +([\w/+-]+))?$/i.exec(text.trim()) ?? [];
  const named = days?.toLowerCase().split(",");
  const right =
    isClock(from) && isClock(to) && (named ?? []).every(isWeekday) && (timeZone === undefined || isTimeZone(timeZone));
  if (!right) {
    throw new UsageProblem({
      code: "QUIET_TIME_MALFORMED",
      what: `--quiet-time "${text}" is no time of the day`,
      next: 'e.g. "22:00-06:00", "fri,sat 16:00-24:00", "08:00-09:00 Europe/Berlin"',
    });
  }
  return {
    from,
    to,
    ...(named === undefined ? {} : { days: named.filter(isWeekday) }),
    ...(timeZone === undefined ? {} : { timeZone }),
  };
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

/** `6/1h`. @throws UsageProblem RATE_MALFORMED */
export function parseRate(text: string): Rate {
  const [, count = "", time = ""] = /^(\d{1,4})\/(\w+)$/.exec(text) ?? [];
  const seconds = parseDuration(time) ?? 0;
  if (Number(count) > 0 && seconds > 0) return { releases: Number(count), seconds };
  throw new UsageProblem({
    code: "RATE_MALFORMED",
    what: `--at-most ${text} is no number of releases in a time`,
    next: "e.g. --at-most 6/1h",
  });
}
