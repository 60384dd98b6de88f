import type { CanaryStep } from "../../release/events.ts";
import type { StandingCanary } from "../../release/canary/since.ts";
import type { WalkOutcome } from "../../release/canary/walk.ts";
import type { CanaryLook } from "../../canary/check.ts";
import { standText, type CanaryFigure, type CanaryStand } from "../../records/canary.ts";
import type { Style } from "./style.ts";
import { formatSeconds, formatSpan } from "./units.ts";

const bars = "▁▂▃▄▅▆▇█";

/** Figures as a small chart, a bar each, the newest last; a gap where there was none. Pure. */
export function sparkline(
  values: readonly (number | undefined)[],
  most = Math.max(0, ...values.map((one) => one ?? 0)),
): string {
  return values
    .map((value) => {
      if (value === undefined) return " ";
      const height = most === 0 ? 0 : Math.round((Math.min(value, most) / most) * (bars.length - 1));
      return bars[height] ?? bars[0];
    })
    .join("");
}

/** Looks of one check that a chart shows. */
export const chartPoints = 30;

/** Both tracks of a check beside each other, on one scale. None where nothing was read. Pure. */
export function chartLines(points: readonly { canary?: number; stable?: number }[], style: Style): string[] {
  const shown = points.slice(-chartPoints);
  const values = shown.flatMap(({ canary, stable }) => [canary, stable]).filter((value) => value !== undefined);
  if (values.length === 0) return [];
  const most = Math.max(...values);
  const canary = sparkline(
    shown.map((point) => point.canary),
    most,
  );
  const stable = sparkline(
    shown.map((point) => point.stable),
    most,
  );
  return [style.dim(`    canary ${canary}   stable ${stable}`)];
}

/** `■■■□□□□□□□ 25 %`: how much of the traffic meets it. Pure. */
export function weightBar(weight: number, style: Style): string {
  const filled = weight === 0 ? 0 : Math.max(1, Math.round(weight / 10));
  return `${style.accent("■".repeat(filled))}${style.dim("□".repeat(10 - filled))} ${weight} %`;
}

/** `website v2  ■□□□□□□□□□ 10 %  step 1 of 2 by HTTPRoute` */
export function standLine(stand: CanaryStand, style: Style): string {
  const { service, version, split, weight } = stand;
  return `${style.bold(service)} ${version}  ${weightBar(weight, style)}  ${style.dim(`${standText(stand)}, by ${split}`)}`;
}

/** `canary website v2  ■□□□□□□□□□ 10 %  step 1 of 2, 10 %, by HTTPRoute, for 3 days, begun by ada` */
export function standingLine(canary: StandingCanary, style: Style, now: Date): string {
  const { since, operator = "", paused } = canary;
  const seconds = since === undefined ? undefined : (now.getTime() - Date.parse(since)) / 1000;
  const age = seconds === undefined ? "" : `, for ${formatSpan(seconds)}, begun by ${operator}`;
  return `${style.accent("canary")} ${standLine(canary, style)}${style.dim(age)}${paused ? style.warn(", paused") : ""}`;
}

export function stepLines(event: CanaryStep, style: Style): string[] {
  const { stands, pause, state, decision, why = "" } = event;
  if (state === "stands") {
    const time = pause === "manual" ? "until release canary next" : `for ${formatSeconds(pause)} at the least`;
    return stands.map((stand) => `${standLine(stand, style)}  ${style.dim(time)}`);
  }
  const sign = { go: style.good("✔ goes on"), abort: style.bad("✖ aborts") }[decision ?? ""] ?? style.warn("⏸ stands");
  return [`${sign}: ${why}`];
}

const verdictSigns = { good: "✔", bad: "✖", unsure: "…" } as const;

/** `✔ errors: canary 0 of 190 …` */
export function figureLine({ verdict, message }: Pick<CanaryFigure, "verdict" | "message">, style: Style): string {
  const colour = { good: style.good, bad: style.bad, unsure: style.dim }[verdict];
  return `${colour(verdictSigns[verdict])} ${message}`;
}

export function lookLine({ service, verdict }: CanaryLook, style: Style): string {
  return `${style.dim(service)} ${figureLine(verdict, style)}`;
}

/** The last words of a walk. */
export function walkLines(
  { result, why, releases, figures }: WalkOutcome,
  names: readonly string[],
  style: Style,
): string[] {
  const what = names.join(", ");
  const last = releases.at(-1)?.record;
  const id = last === undefined ? "" : ` ${style.dim(`(${last.id})`)}`;
  const seen = figures.map((figure) => `  ${figureLine(figure, style)}`);
  const reason = why === "" ? [] : [`  why: ${why}`];
  switch (result) {
    case "promoted":
      return [`${style.good("promoted")}: ${what}${id}`, ...seen];
    case "aborted":
      return [
        `${style.bad("aborted")}: ${what}; nobody meets it any more${id}`,
        ...reason,
        `  next: release show ${releases[0]?.record.id ?? ""} (figures, logs, events)`,
      ];
    case "standing":
    case "inconclusive":
      return [
        `${style.warn("standing")}: ${what}`,
        ...reason,
        ...seen,
        `  next: release canary next|promote|abort ${names.map((name) => name.split(" ")[0]).join(" ")}`,
      ];
    case "left":
      return [`${style.warn("left")}: ${what}`, ...reason, "  next: release canary status"];
    case "cancelled":
      return [
        `${style.warn("cancelled")}: ${what} stands where it stood`,
        "  next: release canary resume goes on; release canary abort takes it back",
      ];
    case "failed":
      return [];
  }
}
