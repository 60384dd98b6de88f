import type { CanaryLook } from "../../canary/check.ts";
import type { CanaryPoint } from "../../records/canary.ts";

/** Points kept of one check of one service: a picture of them is as clear as one of thousands. */
const kept = 60;

/** A track's figure at one look: the share of bad ones in percent, or the value itself. Pure. */
function figureOf(track: CanaryLook["reading"]["canary"]): number | undefined {
  if (track === undefined || typeof track === "number") return track;
  return track.all === 0 ? undefined : (100 * track.bad) / track.all;
}

/** The look as a point of a picture. Pure. */
export function pointOf({ at, service, check, reading }: CanaryLook, since: number, weight: number): CanaryPoint {
  const [canary, stable] = [figureOf(reading.canary), figureOf(reading.stable)];
  return {
    at: Math.round((at - since) / 100) / 10,
    service,
    check,
    weight,
    ...(canary === undefined ? {} : { canary: rounded(canary) }),
    ...(stable === undefined ? {} : { stable: rounded(stable) }),
  };
}

function rounded(value: number): number {
  return Number(value.toPrecision(4));
}

/** As many of each check as are kept: of neighbours the worst. Pure. */
export function thinned(points: readonly CanaryPoint[]): CanaryPoint[] {
  const byCheck = Map.groupBy(points, ({ service, check }) => `${service}/${check}`);
  return [...byCheck.values()].flatMap((own) => {
    const size = Math.ceil(own.length / kept);
    if (size <= 1) return own;
    return Array.from({ length: Math.ceil(own.length / size) }, (_, index) =>
      worst(own.slice(index * size, (index + 1) * size)),
    ).flat();
  });
}

function worst(points: readonly CanaryPoint[]): CanaryPoint[] {
  const [first, ...rest] = points;
  if (first === undefined) return [];
  return [rest.reduce((most, point) => ((point.canary ?? -1) > (most.canary ?? -1) ? point : most), first)];
}
