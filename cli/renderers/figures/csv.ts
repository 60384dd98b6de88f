import type { FiguresRow } from "../../../figures/rows.ts";
import type { FiguresView } from "../../../figures/view.ts";

const columns: readonly [string, (row: FiguresRow) => string | number | undefined][] = [
  ["name", ({ name }) => name],
  ["from", ({ period }) => new Date(period.from).toISOString()],
  ["until", ({ period }) => new Date(period.until).toISOString()],
  ["deployments", ({ figures }) => figures.deployments],
  ["deployments_per_day", ({ figures }) => figures.deploymentsPerDay],
  ["lead_time_median_seconds", ({ figures }) => figures.leadTime.median],
  ["lead_time_known", ({ figures }) => figures.leadTime.known],
  ["lead_time_again", ({ figures }) => figures.leadTime.again],
  ["lead_time_unknown", ({ figures }) => figures.leadTime.unknown],
  ["changes", ({ figures }) => figures.changeFailure.changes],
  ["changes_failed", ({ figures }) => figures.changeFailure.failed],
  ["changes_unfinished", ({ figures }) => figures.changeFailure.unfinished],
  ["change_failure_rate", ({ figures }) => figures.changeFailure.rate],
  ["time_to_restore_median_seconds", ({ figures }) => figures.timeToRestore.median],
  ["restored", ({ figures }) => figures.timeToRestore.restored],
  ["not_restored", ({ figures }) => figures.timeToRestore.open],
];

/** As RFC 4180 has it, but for the line's end; what is not known is empty. */
export function csvLines({ by, rows }: Pick<FiguresView, "by" | "rows">): string[] {
  const head = columns.map(([name]) => (name === "name" ? by : name)).join(",");
  return [head, ...rows.map((row) => columns.map(([, of]) => cell(of(row))).join(","))];
}

function cell(value: string | number | undefined): string {
  // A thousandth is as fine as the records are.
  const text = typeof value === "number" ? String(Math.round(value * 1000) / 1000) : (value ?? "");
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
