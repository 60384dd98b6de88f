import type { Period } from "./figures.ts";

export interface Week {
  /** As ISO 8601 names it: `2026-W48`. */
  name: string;
  period: Period;
}

const day = 86_400_000;

/** The weeks of a period, Monday to Sunday in UTC, the first and the last cut to it. Pure. */
export function weeksOf({ from, until }: Period): Week[] {
  const weeks: Week[] = [];
  for (let begin = from; begin < until;) {
    const end = Math.min(until, mondayOf(begin) + 7 * day);
    weeks.push({ name: weekName(begin), period: { from: begin, until: end } });
    begin = end;
  }
  return weeks;
}

function mondayOf(time: number): number {
  const midnight = Math.floor(time / day) * day;
  return midnight - ((new Date(time).getUTCDay() + 6) % 7) * day;
}

/** A week belongs to the year of its Thursday. */
function weekName(time: number): string {
  const thursday = mondayOf(time) + 3 * day;
  const year = new Date(thursday).getUTCFullYear();
  const number = Math.floor((thursday - Date.UTC(year, 0, 1)) / day / 7) + 1;
  return `${year}-W${String(number).padStart(2, "0")}`;
}
