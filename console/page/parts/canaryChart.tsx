import type { CanaryPoint } from "../../../records/canary.ts";
import { spanText } from "../../shared/times.ts";

const width = 640;
const height = 150;
const left = 44;
const base = height - 24;
const top = 12;

/** Both tracks of each check over time, the share of the traffic behind them. */
export function CanaryChart({ points }: { points: readonly CanaryPoint[] }) {
  const end = Math.max(1, ...points.map(({ at }) => at));
  const panels = [...Map.groupBy(points, ({ service, check }) => `${service}: ${check}`)];
  return (
    <div class="charts">
      {panels.map(([name, own]) => (
        <Panel key={name} name={name} points={own} end={end} />
      ))}
    </div>
  );
}

function Panel({ name, points, end }: { name: string; points: readonly CanaryPoint[]; end: number }) {
  const values = points.flatMap(({ canary, stable }) => [canary, stable]).filter((value) => value !== undefined);
  const most = Math.max(...values, 0) || 1;
  const x = (at: number) => left + (at / end) * (width - left - 8);
  const y = (value: number, of: number) => base - (value / of) * (base - top);
  const line = (track: "canary" | "stable") =>
    points
      .flatMap((point) => (point[track] === undefined ? [] : [`${x(point.at)},${y(point[track], most)}`]))
      .join(" ");
  const share = points.map(({ at, weight }) => `${x(at)},${y(weight, 100)}`).join(" ");
  const first = points[0]?.at ?? 0;
  const last = points.at(-1)?.at ?? 0;
  const highest = (track: "canary" | "stable") => Math.max(0, ...points.map((point) => point[track] ?? 0));
  const told = `${name}: highest ${Number(highest("canary").toPrecision(3))} on the canary, ${Number(highest("stable").toPrecision(3))} on the stable track, over ${spanText(end)}`;
  return (
    <figure class="chart">
      <figcaption>
        <strong class="break">{name}</strong>
        <span class="key canary">canary</span>
        <span class="key stable">stable</span>
        <span class="key share">share of requests</span>
      </figcaption>
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={told}>
        <polygon class="share" points={`${x(first)},${base} ${share} ${x(last)},${base}`} />
        <line class="axis" x1={left} x2={width - 8} y1={base} y2={base} />
        <text x={left - 8} y={base} text-anchor="end">
          0
        </text>
        <text x={left - 8} y={top + 8} text-anchor="end">
          {Number(most.toPrecision(3))}
        </text>
        <text x={left} y={height - 6}>
          0 s
        </text>
        <text x={width - 8} y={height - 6} text-anchor="end">
          {spanText(end)}
        </text>
        <polyline class="track stable" points={line("stable")} />
        <polyline class="track canary" points={line("canary")} />
      </svg>
    </figure>
  );
}
