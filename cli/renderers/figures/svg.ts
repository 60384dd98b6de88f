import type { FiguresView } from "../../../figures/view.ts";
import type { Figures } from "../../../figures/figures.ts";
import type { FiguresRow } from "../../../figures/rows.ts";
import { escaped, picture, textAt } from "../svg.ts";
import { periodText } from "./table.ts";
import { deploymentsText, failureText, leadText, none, restoreText } from "./words.ts";

interface Column {
  title: string;
  /** What it is, in a few words. */
  note: string;
  value: (figures: Figures) => number | undefined;
  text: (figures: Figures) => string;
  bad?: true;
}

const columns: readonly Column[] = [
  {
    title: "Deployments",
    note: "in all, and per day",
    value: ({ deployments }) => deployments,
    text: deploymentsText,
  },
  {
    title: "Lead time",
    note: "median, commit to serving",
    value: ({ leadTime }) => leadTime.median,
    text: leadText,
  },
  {
    title: "Change failure rate",
    note: "of all changes",
    value: ({ changeFailure }) => changeFailure.rate,
    text: failureText,
    bad: true,
  },
  {
    title: "Time to restore",
    note: "median, begin to well again",
    value: ({ timeToRestore }) => timeToRestore.median,
    text: restoreText,
    bad: true,
  },
];

const left = 24;
const names = 170;
const column = 210;
const bar = 180;
const rowHeight = 40;
const top = 128;
const width = left + names + columns.length * column;

/**
 * The figures as a picture: a row of each, bars beside bars, longest of a column full; readable on light and on dark
 * ground, and aloud. Pure.
 */
export function figuresSvg(view: FiguresView): string {
  const height = top + view.rows.length * rowHeight + 16;
  const longest = columns.map(({ value }) =>
    Math.max(...view.rows.filter(isOne).map((row) => value(row.figures) ?? 0), 0),
  );
  return picture({ width, height, title: `Release figures by ${view.by}: ${periodText(view)}` }, [
    textAt(left, 38, `Release figures by ${view.by}`, "head"),
    textAt(left, 60, periodText(view), "note"),
    ...columns.flatMap(({ title, note }, index) => [
      textAt(columnLeft(index), 92, title, "name"),
      textAt(columnLeft(index), 109, note, "note"),
    ]),
    ...view.rows.flatMap((row, index) => rowOf(row, top + index * rowHeight, longest)),
  ]);
}

function rowOf(row: FiguresRow, y: number, longest: readonly number[]): string[] {
  const line = `<line x1="${left}" x2="${width - left}" y1="${y}" y2="${y}"/>`;
  const name = row.name.length > 18 ? `${row.name.slice(0, 17)}…` : row.name;
  return [
    line,
    `<g><title>${escaped(row.name)}</title>`,
    textAt(left, y + 25, name, "name"),
    ...columns.flatMap(({ value, text, bad }, index) => {
      const said = text(row.figures);
      const words = textAt(columnLeft(index), y + 18, said, said === none ? "note" : "value");
      const amount = value(row.figures) ?? 0;
      // A bar of all would make those of each too short to tell apart.
      if (!isOne(row) || amount === 0) return [words];
      const length = Math.max(2, Math.round((amount / (longest[index] ?? amount)) * bar));
      const kind = bad === true ? "bar bad" : "bar";
      return [
        words,
        `<rect class="${kind}" x="${columnLeft(index)}" y="${y + 25}" width="${length}" height="7" rx="2"/>`,
      ];
    }),
    "</g>",
  ];
}

function isOne({ name }: FiguresRow): boolean {
  return name !== "all";
}

function columnLeft(index: number): number {
  return left + names + index * column;
}
