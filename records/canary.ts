import type { CheckVerdict } from "../canary/check.ts";

export const canaryActions = ["start", "step", "pause", "resume", "promote", "abort", "clear"] as const;
/**
 * What a release did to a canary. `start`: its first pods; `step`: another share; `pause`, `resume`: a person's word;
 * `promote`: the version serves all; `abort`: the traffic is taken away from it; `clear`: and then its pods.
 */
export type CanaryAction = (typeof canaryActions)[number];

/** Where a service's canary stands. */
export interface CanaryStand {
  service: string;
  version: string;
  /** From 1; 0 before the first. */
  step: number;
  /** 0 where the service declares none. */
  steps: number;
  /** Asked for, in percent. */
  weight: number;
  /** What pods or the gateway make of it, in percent. */
  reached: number;
  /** What splits the requests: `HTTPRoute`, `ingress-nginx` or `replicas`. */
  split: string;
}

/** What was looked at while a step stood, as it stood in the end. */
export interface CanaryFigure extends CheckVerdict {
  service: string;
}

/** How it went over time: what one check saw of both tracks, thinned to be kept. */
export interface CanaryPoint {
  /** Seconds since the canary's first look. */
  at: number;
  service: string;
  check: string;
  weight: number;
  canary?: number;
  stable?: number;
}

/** What a release did to canaries, kept with its record. */
export interface CanaryRecord {
  action: CanaryAction;
  at: CanaryStand[];
  /** The evidence that decided. */
  figures?: CanaryFigure[];
  points?: CanaryPoint[];
}

/** `step 2 of 3, 25 %`; of one whose service declares no steps `25 %`. */
export function standText({ step, steps, weight, reached }: CanaryStand): string {
  const share = reached === weight ? `${weight} %` : `${weight} % asked, ${reached} % reached`;
  return steps === 0 ? share : `step ${step} of ${steps}, ${share}`;
}

const actionWords: Record<CanaryAction, string> = {
  start: "starts",
  step: "goes on",
  pause: "pauses",
  resume: "goes on",
  promote: "is promoted",
  abort: "is aborted",
  clear: "is gone",
};

/** `website v2 goes on: step 2 of 3, 25 %` */
export function canaryText({ action, at }: CanaryRecord): string {
  const stands = action === "start" || action === "step" || action === "pause" || action === "resume";
  return at
    .map((stand) => {
      const what = `${stand.service} ${stand.version} ${actionWords[action]}`;
      return stands ? `${what}: ${standText(stand)}` : what;
    })
    .join(", ");
}
