import { stripVTControlCharacters } from "node:util";
import { definitions } from "../../../figures/definitions.ts";
import type { FiguresView } from "../../../figures/view.ts";
import type { Style } from "../style.ts";
import { table } from "../units.ts";
import { failureText, leadText, perDayText, restoreText } from "./words.ts";

/** A table, what of the time asked for is not in it, and what each figure is. */
export function figuresLines(view: FiguresView, style: Style): string[] {
  const { by, rows } = view;
  const head = [by.toUpperCase(), "DEPLOYMENTS", "PER DAY", "LEAD TIME", "CHANGES FAILED", "RESTORED IN"].map(
    style.dim,
  );
  const cells = rows.map(({ name, figures }) => [
    style.bold(name),
    String(figures.deployments),
    perDayText(figures),
    leadText(figures),
    failureText(figures),
    restoreText(figures),
  ]);
  return [
    style.dim(periodText(view)),
    "",
    ...table([head, ...cells], (text) => stripVTControlCharacters(text).length),
    "",
    ...uncovered(view, style),
    style.dim(`deployments: ${definitions.deployments}`),
    style.dim(`lead time: ${definitions.leadTime}`),
    style.dim(`changes failed: ${definitions.changeFailure}`),
    style.dim(`restored in: ${definitions.timeToRestore}`),
    style.dim("docs/figures.md has the edge cases"),
  ];
}

/** `staging, 2026-10-29 18:30 to 2026-11-28 18:30 UTC` */
export function periodText({ stacks, service, period: { from, until } }: FiguresView): string {
  const of = [...(service === undefined ? [] : [service]), stacks.join(", ")].join(" in ");
  return `${of}, ${minute(from)} to ${minute(until)} UTC`;
}

function uncovered({ asked, period }: FiguresView, style: Style): string[] {
  if (period.from <= asked.from) return [];
  return [style.warn(`nothing is on record of the time before ${minute(period.from)}: it is not counted`)];
}

function minute(time: number): string {
  return new Date(time).toISOString().slice(0, 16).replace("T", " ");
}
