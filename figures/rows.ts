import { byRelease } from "./byRelease.ts";
import type { Change } from "./change.ts";
import { figuresOf, type Figures, type Period } from "./figures.ts";
import { weeksOf } from "./weeks.ts";

export const groupings = ["service", "stack", "week"] as const;
export type Grouping = (typeof groupings)[number];

/** The figures of one service, stack or week. */
export interface FiguresRow {
  /** `website`, `staging`, `2026-W48`; `all` of the last one. */
  name: string;
  period: Period;
  figures: Figures;
}

/**
 * A row of each service, stack or week, then one of all. A stack's figures count releases, a service's count changes of
 * it: a release of five services is one of the stack and one of each. Pure.
 * @param names also those that had no change: they have a row of nothing
 */
export function rowsOf(
  changes: readonly Change[],
  { by, period, names }: { by: Grouping; period: Period; names: readonly string[] },
): FiguresRow[] {
  const releases = byRelease(changes);
  const all: FiguresRow = { name: "all", period, figures: figuresOf(releases, period) };
  if (by === "week") {
    return [...weeksOf(period).map((week) => ({ ...week, figures: figuresOf(releases, week.period) })), all];
  }
  const groups = Map.groupBy(by === "service" ? changes : releases, (change) => change[by]);
  const known = [...new Set([...names, ...groups.keys()])].sort();
  const rows = known.map((name) => ({ name, period, figures: figuresOf(groups.get(name) ?? [], period) }));
  return [...rows, ...(rows.length === 1 && by === "stack" ? [] : [all])];
}
