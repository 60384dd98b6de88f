import { definitions } from "./definitions.ts";
import type { Figures, Period } from "./figures.ts";
import type { FiguresRow, Grouping } from "./rows.ts";

/** The figures as somebody asked for them. */
export interface FiguresView {
  stacks: string[];
  service?: string;
  by: Grouping;
  asked: Period;
  /** The part of it that is counted. */
  period: Period;
  rows: FiguresRow[];
}

/** The same as `release stats --json` prints it, and the console answers. Times are ISO 8601. */
export interface FiguresAnswer {
  stacks: string[];
  service?: string;
  by: Grouping;
  /** The period that was asked for; `from` and `until` are the part of it that is counted. */
  asked: { from: string; until: string };
  from: string;
  until: string;
  rows: ({ name: string; from: string; until: string } & Figures)[];
  definitions: typeof definitions;
}

/** Pure. */
export function figuresAnswer({ stacks, service, by, asked, period, rows }: FiguresView): FiguresAnswer {
  return {
    stacks,
    ...(service === undefined ? {} : { service }),
    by,
    asked: times(asked),
    ...times(period),
    rows: rows.map(({ name, period: own, figures }) => ({ name, ...times(own), ...figures })),
    definitions,
  };
}

function times({ from, until }: Period): { from: string; until: string } {
  return { from: new Date(from).toISOString(), until: new Date(until).toISOString() };
}
