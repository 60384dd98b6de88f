import type { JSX } from "preact";

/** A state's shape, told apart without its colour: what it means stands beside it as a word. */
export type Shape =
  "done" | "busy" | "failed" | "back" | "none" | "warn" | "lost" | "clock" | "paused" | "stopped" | "split";

const disc = <circle cx="8" cy="8" r="7" fill="currentColor" />;
const line = {
  fill: "none",
  stroke: "var(--sheet)",
  "stroke-width": 1.8,
  "stroke-linecap": "round",
  "stroke-linejoin": "round",
} as const;
const own = { ...line, stroke: "currentColor" } as const;

const drawings: Record<Shape, JSX.Element> = {
  done: (
    <>
      {disc}
      <path d="m4.8 8.2 2.2 2.2 4.2-4.6" {...line} />
    </>
  ),
  busy: (
    <>
      <circle cx="8" cy="8" r="6" {...own} opacity="0.3" />
      <path class="turning" d="M8 2a6 6 0 0 1 6 6" {...own} />
    </>
  ),
  failed: (
    <>
      <path d="M8 1.2 15.4 14a.6.6 0 0 1-.5.9H1.1a.6.6 0 0 1-.5-.9Z" fill="currentColor" />
      <path d="M8 6v3.8M8 12.2v.1" {...line} />
    </>
  ),
  back: (
    <>
      <path d="M3 8a5.2 5.2 0 1 1 1.7 3.9" {...own} />
      <path d="M2 4.6 3 8.2l3.5-1" {...own} />
    </>
  ),
  none: <circle cx="8" cy="8" r="6" {...own} stroke-dasharray="2.4 2.4" />,
  warn: (
    <>
      <path d="M8 .8 15.2 8 8 15.2.8 8Z" fill="currentColor" />
      <path d="M8 5v3.4M8 10.8v.1" {...line} />
    </>
  ),
  lost: (
    <>
      <rect x="1.2" y="1.2" width="13.6" height="13.6" rx="2.5" fill="currentColor" />
      <path d="m5.4 5.4 5.2 5.2m0-5.2-5.2 5.2" {...line} />
    </>
  ),
  clock: (
    <>
      <circle cx="8" cy="8" r="6" {...own} />
      <path d="M8 4.8V8l2.2 1.6" {...own} />
    </>
  ),
  paused: (
    <>
      <circle cx="8" cy="8" r="6.2" {...own} />
      <path d="M6.3 5.8v4.4M9.7 5.8v4.4" {...own} />
    </>
  ),
  stopped: (
    <>
      {disc}
      <path d="M4.8 8h6.4" {...line} />
    </>
  ),
  split: (
    <>
      <path d="M8 14V9.5L3.5 5M8 9.5 12.5 5" {...own} />
      <path d="M2.6 7.6V4.2H6M10 4.2h3.4v3.4" {...own} />
    </>
  ),
};

export function ShapeMark({ shape }: { shape: Shape }) {
  return (
    <svg class="shape" viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
      {drawings[shape]}
    </svg>
  );
}
