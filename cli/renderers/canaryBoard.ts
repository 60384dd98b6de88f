import type { CanaryLook } from "../../canary/check.ts";
import { pointOf } from "../../release/canary/series.ts";
import type { CanaryPoint } from "../../records/canary.ts";
import type { CanaryStep } from "../../release/events.ts";
import { chartLines, chartPoints, figureLine, standLine } from "./canary.ts";
import type { Style } from "./style.ts";
import { formatSeconds } from "./units.ts";

interface Seen {
  points: CanaryPoint[];
  last: CanaryLook;
}

/** What is known of the step that stands, redrawn in place: weight, time, and each check as two small charts. */
export class CanaryBoard {
  readonly #style: Style;
  #step: CanaryStep | undefined;
  #seen = new Map<string, Seen>();

  constructor(style: Style) {
    this.#style = style;
  }

  step(event: CanaryStep): void {
    this.#step = event.state === "stands" ? event : undefined;
    this.#seen = new Map();
  }

  look(event: CanaryLook): void {
    const key = `${event.service}/${event.check}`;
    const [at, weight] = [this.#step?.at ?? event.at, 0];
    const points = [...(this.#seen.get(key)?.points ?? []), pointOf(event, at, weight)];
    this.#seen.set(key, { points: points.slice(-chartPoints), last: event });
  }

  /** The lines that stand now; none while no step is watched. */
  lines(now: number): string[] {
    const step = this.#step;
    if (step === undefined) return [];
    const style = this.#style;
    const stood = (now - step.at) / 1000;
    const time =
      step.pause === "manual" ? formatSeconds(stood) : `${formatSeconds(stood)} of ${formatSeconds(step.pause)}`;
    return step.stands.flatMap((stand) => [
      `    ${standLine(stand, style)}  ${style.dim(time)}`,
      ...[...this.#seen.values()]
        .filter(({ last }) => last.service === stand.service)
        .flatMap((seen) => this.#check(seen)),
    ]);
  }

  #check({ points, last }: Seen): string[] {
    const style = this.#style;
    return [`      ${figureLine(last.verdict, style)}`, ...chartLines(points, style).map((line) => `    ${line}`)];
  }
}
