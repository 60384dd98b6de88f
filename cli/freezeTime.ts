import { UsageProblem } from "../errors/problem.ts";

const units = { m: 60, h: 3_600, d: 86_400 } as const;

/**
 * `90m`, `4h`, `3d` from now; `2026-12-01`, `2026-12-01 08:00`, `2026-12-01T08:00+01:00`: UTC unless it says otherwise. Pure.
 * @throws UsageProblem FREEZE_TIME_MALFORMED, FREEZE_TIME_PAST
 */
export function timeUntil(text: string, now: Date): Date {
  const time = fromNow(text, now) ?? onDate(text);
  if (time === undefined || Number.isNaN(time.getTime())) {
    throw new UsageProblem({
      code: "FREEZE_TIME_MALFORMED",
      what: `--until "${text}" is no time`,
      next: "e.g. 90m, 4h or 3d from now; 2026-12-01, 2026-12-01T08:00Z or 2026-12-01T08:00+01:00",
    });
  }
  if (time <= now) {
    throw new UsageProblem({
      code: "FREEZE_TIME_PAST",
      what: `--until ${time.toISOString().slice(0, 19)}Z is over: now it is ${now.toISOString().slice(0, 19)}Z`,
      next: "a time to come; without Z or an offset it is UTC",
    });
  }
  return time;
}

function fromNow(text: string, now: Date): Date | undefined {
  const [, count = "", unit = ""] = /^(\d{1,5})([mhd])$/.exec(text) ?? [];
  if (count === "") return undefined;
  return new Date(now.getTime() + Number(count) * units[unit as keyof typeof units] * 1000);
}

function onDate(text: string): Date | undefined {
  const [, date, time = "00:00", zone = "Z"] =
    /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?)(Z|[+-]\d\d:\d\d)?)?$/.exec(text.trim()) ?? [];
  return date === undefined ? undefined : new Date(`${date}T${time}${zone}`);
}
