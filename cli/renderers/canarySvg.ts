import type { CanaryPoint } from "../../records/canary.ts";
import type { ReleaseRecord } from "../../records/record.ts";
import { describeRecord } from "../../records/record.ts";
import { escaped, picture, textAt } from "./svg.ts";
import { formatSeconds } from "./units.ts";

const left = 24;
const plotLeft = 84;
const plotWidth = 600;
const plotHeight = 110;
const panelHeight = 190;
const top = 84;
const width = plotLeft + plotWidth + 100;

/**
 * How a canary went, as a picture: for each check both tracks over time, the share of the traffic behind them. Pure.
 */
export function canarySvg(record: ReleaseRecord): string {
  const points = record.canary?.points ?? [];
  const panels = [...Map.groupBy(points, ({ service, check }) => `${service}: ${check}`)];
  const end = Math.max(1, ...points.map(({ at }) => at));
  const height = top + Math.max(1, panels.length) * panelHeight;
  const title = describeRecord(record);
  return picture(
    { width, height, title },
    [
      textAt(left, 38, title, "head"),
      textAt(left, 60, (record.reason ?? record.description ?? "").slice(0, 110), "note"),
      ...(panels.length === 0 ? [textAt(left, top + 40, "nothing was looked at", "note")] : []),
      ...panels.flatMap(([name, own], index) => panel(name, own, top + index * panelHeight, end)),
    ],
    colours,
  );
}

function panel(name: string, points: readonly CanaryPoint[], y: number, end: number): string[] {
  const values = points.flatMap(({ canary, stable }) => [canary, stable]).filter((value) => value !== undefined);
  const most = Math.max(...values, 0) || 1;
  const base = y + 30 + plotHeight;
  const x = (at: number) => plotLeft + (at / end) * plotWidth;
  const height = (value: number, of: number) => base - (value / of) * plotHeight;
  const line = (track: "canary" | "stable") =>
    points
      .flatMap((point) => (point[track] === undefined ? [] : [`${r(x(point.at))},${r(height(point[track], most))}`]))
      .join(" ");
  const share = points.map(({ at, weight }) => `${r(x(at))},${r(height(weight, 100))}`).join(" ");
  const last = points.at(-1)?.at ?? 0;
  return [
    `<g><title>${escaped(name)}</title>`,
    textAt(left, y + 18, name, "name"),
    textAt(plotLeft + plotWidth - 190, y + 18, "● canary", "canary"),
    textAt(plotLeft + plotWidth - 120, y + 18, "● stable", "stable"),
    textAt(plotLeft + plotWidth - 52, y + 18, "■ weight", "share"),
    `<polygon class="share" points="${r(x(points[0]?.at ?? 0))},${base} ${share} ${r(x(last))},${base}"/>`,
    `<line x1="${plotLeft}" x2="${plotLeft + plotWidth}" y1="${base}" y2="${base}"/>`,
    textAt(left, base, "0", "note"),
    textAt(left, y + 38, String(Number(most.toPrecision(3))), "note"),
    textAt(plotLeft, base + 18, "0 s", "note"),
    textAt(plotLeft + plotWidth - 40, base + 18, formatSeconds(end), "note"),
    `<polyline class="track stable" points="${line("stable")}"/>`,
    `<polyline class="track canary" points="${line("canary")}"/>`,
    "</g>",
  ];
}

function r(value: number): number {
  return Math.round(value * 10) / 10;
}

const colours = {
  light:
    ".track{fill:none;stroke-width:2}.track.canary{stroke:#c2571a}.track.stable{stroke:#3b6fb6}text.canary{fill:#c2571a}text.stable{fill:#3b6fb6}.share{fill:#eaeef2}text.share{fill:#8c959f}",
  dark: ".track.canary{stroke:#f0965a}.track.stable{stroke:#6ea3e8}text.canary{fill:#f0965a}text.stable{fill:#6ea3e8}.share{fill:#1c2128}text.share{fill:#6e7681}",
};
