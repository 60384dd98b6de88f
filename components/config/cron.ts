interface Bounds {
  min: number;
  max: number;
  names: readonly string[];
}

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
/** As cron and people write them; Sunday is 0. */
export const weekdayNames = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"] as const;

/** Minute, hour, day, month and weekday. */
const fields: readonly Bounds[] = [
  { min: 0, max: 59, names: [] },
  { min: 0, max: 23, names: [] },
  { min: 1, max: 31, names: [] },
  { min: 1, max: 12, names: months },
  { min: 0, max: 6, names: weekdayNames },
];

/**
 * Whether Kubernetes takes the text as a CronJob's schedule. Other crons know more: here Sunday is 0, never 7.
 * https://github.com/robfig/cron/blob/v3.0.1/parser.go
 */
export function isSchedule(text: string): boolean {
  const given = text.trim().split(/\s+/);
  return given.length === fields.length && fields.every((bounds, index) => isField(given[index] ?? "", bounds));
}

function isField(text: string, bounds: Bounds): boolean {
  return text.split(",").every((range) => rangeOf(range, bounds) !== undefined);
}

interface Range {
  first: number;
  last: number;
  step: number;
  /** `*` or `?`, with no step behind it. */
  any: boolean;
}

/** Any of a value, two with "-" between them, or "*"; each of them with a step behind it or not: 1-5/2. */
function rangeOf(text: string, bounds: Bounds): Range | undefined {
  const [, range, given] = /^([^/]+)(?:\/(\d+))?$/.exec(text) ?? [];
  const step = Number(given ?? 1);
  if (range === undefined || step === 0) return undefined;
  if (range === "*" || range === "?") return { first: bounds.min, last: bounds.max, step, any: step === 1 };
  const [first, second, ...more] = range.split("-").map((value) => valueOf(value, bounds));
  const single = !range.includes("-");
  // One value with a step means all from there on.
  const last = single ? (given === undefined ? first : bounds.max) : second;
  if (first === undefined || last === undefined || more.length > 0) return undefined;
  const right = bounds.min <= first && first <= last && last <= bounds.max;
  return right ? { first, last, step, any: false } : undefined;
}

function valueOf(text: string, { min, names }: Bounds): number | undefined {
  const named = names.indexOf(text.toLowerCase());
  if (named >= 0) return named + min;
  return /^\d{1,4}$/.test(text) ? Number(text) : undefined;
}

/** As far as Kubernetes looks for a time: some schedules never come, as 30 February does not. */
const farthestMs = 5 * 366 * 86_400_000;
const minuteMs = 60_000;

/**
 * The first time of a schedule after another, by the clocks of its zone; undefined where there is none. An hour that the
 * clocks leave out has none. Pure.
 */
export function nextTime(schedule: string, timeZone: string, after: Date): Date | undefined {
  const [minutes, hours, days, months, weekdays] = schedule
    .trim()
    .split(/\s+/)
    .map((text, index) => matcher(text, fields[index]));
  if (weekdays === undefined || minutes === undefined || hours === undefined) return undefined;
  const clock = clockOf(timeZone);
  const end = after.getTime() + farthestMs;
  let at = (Math.floor(after.getTime() / minuteMs) + 1) * minuteMs;
  while (at < end) {
    const { minute, hour, day, month, weekday } = clock(at);
    // Where neither is left open, either will do. https://github.com/robfig/cron/blob/v3.0.1/spec.go
    const [inMonth, onWeekday] = [days?.fits(day) === true, weekdays.fits(weekday)];
    const rightDay = days?.any === true || weekdays.any ? inMonth && onWeekday : inMonth || onWeekday;
    if (!rightDay || months?.fits(month) !== true) {
      // Not past midnight where clocks are put on: the last hour of the day is gone through by itself.
      at += Math.max(60 - minute, (23 - hour) * 60 - minute) * minuteMs;
    } else if (!hours.fits(hour)) at += (60 - minute) * minuteMs;
    else if (!minutes.fits(minute)) at += minuteMs;
    else return new Date(at);
  }
  return undefined;
}

function matcher(text: string, bounds: Bounds | undefined): { any: boolean; fits: (value: number) => boolean } {
  const ranges = bounds === undefined ? [] : text.split(",").flatMap((range) => rangeOf(range, bounds) ?? []);
  return {
    any: ranges.some(({ any }) => any),
    fits: (value) =>
      ranges.some(({ first, last, step }) => first <= value && value <= last && (value - first) % step === 0),
  };
}

type Clock = Record<"minute" | "hour" | "day" | "month" | "weekday", number>;

/** What the clocks of a zone show at a time. */
export function clockOf(timeZone: string): (at: number) => Clock {
  const format = new Intl.DateTimeFormat("en-US", {
    ...{ timeZone, hourCycle: "h23", weekday: "short" },
    ...{ month: "numeric", day: "numeric", hour: "numeric", minute: "numeric" },
  });
  return (at) => {
    const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, value]));
    const number = (type: "minute" | "hour" | "day" | "month") => Number(parts.get(type));
    return {
      minute: number("minute"),
      hour: number("hour"),
      day: number("day"),
      month: number("month"),
      weekday: weekdayNames.findIndex((name) => name === parts.get("weekday")?.toLowerCase()),
    };
  };
}
