import type { FiguresAnswer } from "../../../../figures/view.ts";
import type { FigureKind } from "./words.ts";

type Row = FiguresAnswer["rows"][number];

const height = 96;
const base = 78;
const gap = 0.28;

/** One figure over weeks (or services) as columns; the table beside it says the same in words. */
export function FigureChart({ kind, rows }: { kind: FigureKind; rows: readonly Row[] }) {
  const shown = rows.slice(-40);
  const width = 320;
  const step = width / Math.max(1, shown.length);
  const most = Math.max(...shown.map((row) => kind.value(row) ?? 0), 0) || 1;
  const first = shown[0]?.name ?? "";
  const last = shown.at(-1)?.name ?? "";
  return (
    <svg class="figureChart" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={labelOf(kind, shown)}>
      <line class="axis" x1="0" x2={width} y1={base} y2={base} />
      {shown.map((row, index) => {
        const value = kind.value(row);
        const tall = value === undefined || value === 0 ? 0 : Math.max(2, (value / most) * (base - 6));
        return (
          <g key={row.name}>
            <title>{`${row.name}: ${kind.text(row)}, ${kind.of(row)}`}</title>
            <rect class="ground" x={index * step} y="0" width={step} height={base} />
            <rect
              class={kind.bad === true ? "bar bad" : "bar"}
              x={index * step + (step * gap) / 2}
              y={base - tall}
              width={Math.min(36, step * (1 - gap))}
              height={tall}
              rx={Math.min(2.5, step / 6)}
            />
          </g>
        );
      })}
      <text x="0" y={height - 4}>
        {first.slice(0, 18)}
      </text>
      {shown.length > 1 ? (
        <text x={width} y={height - 4} text-anchor="end">
          {last.slice(0, 18)}
        </text>
      ) : null}
    </svg>
  );
}

function labelOf(kind: FigureKind, rows: readonly Row[]): string {
  const named = rows.filter((row) => kind.value(row) !== undefined).slice(-6);
  return `${kind.title}: ${named.length === 0 ? "nothing to draw" : named.map((row) => `${row.name} ${kind.text(row)}`).join(", ")}`;
}
