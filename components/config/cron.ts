interface Bounds {
  min: number;
  max: number;
  names: readonly string[];
}

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const weekdays = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

/** Minute, hour, day, month and weekday. */
const fields: readonly Bounds[] = [
  { min: 0, max: 59, names: [] },
  { min: 0, max: 23, names: [] },
  { min: 1, max: 31, names: [] },
  { min: 1, max: 12, names: months },
  { min: 0, max: 6, names: weekdays },
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
  return text.split(",").every((range) => isRange(range, bounds));
}

/** Any of a value, two with "-" between them, or "*"; each of them with a step behind it or not: 1-5/2. */
function isRange(text: string, bounds: Bounds): boolean {
  const [, range, step] = /^([^/]+)(?:\/(\d+))?$/.exec(text) ?? [];
  if (range === undefined || (step !== undefined && Number(step) === 0)) return false;
  if (range === "*" || range === "?") return true;
  const [first, last = first, ...more] = range.split("-").map((value) => valueOf(value, bounds));
  if (first === undefined || last === undefined || more.length > 0) return false;
  return bounds.min <= first && first <= last && last <= bounds.max;
}

function valueOf(text: string, { min, names }: Bounds): number | undefined {
  const named = names.indexOf(text.toLowerCase());
  if (named >= 0) return named + min;
  return /^\d{1,4}$/.test(text) ? Number(text) : undefined;
}
