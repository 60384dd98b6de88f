import { formatDuration } from "../../components/config/duration.ts";
import type { CanaryFigure } from "../../records/canary.ts";

/** What is known of a step that stands. Times in seconds. */
export interface HeldStep {
  /** How long it has stood. */
  stood: number;
  pause: number | "manual";
  /** How long an unsure check may go on past the pause. */
  patience: number;
  /** What becomes of it where the evidence is not enough even then. */
  inconclusive: "hold" | "abort";
  figures: readonly CanaryFigure[];
  /** Whether a step may be taken at this time of the day. */
  inHours: boolean;
  /** A person's word that no step is to be taken. */
  paused: boolean;
}

/** `wait`: look again; `go`: take the next step; `stand`: a person decides; `abort`: take it back; `left`: another has it. */
export interface Decision {
  do: "wait" | "go" | "stand" | "abort" | "left";
  why: string;
  /** Of one that stands: for want of evidence. */
  inconclusive?: true;
}

/**
 * What becomes of a step, from what was seen of it. Too little evidence is no pass: it waits, and then does what was said.
 * Pure.
 */
export function decide({ stood, pause, patience, inconclusive, figures, inHours, paused }: HeldStep): Decision {
  const bad = figures.filter(({ verdict }) => verdict === "bad");
  if (bad.length > 0) return { do: "abort", why: bad.map(textOf).join("; ") };
  if (paused) return { do: "stand", why: "it is paused: release canary resume goes on" };
  const least = pause === "manual" ? 0 : pause;
  if (stood < least) return { do: "wait", why: `${formatDuration(Math.ceil(least - stood))} to go` };
  const unsure = figures.filter(({ verdict }) => verdict === "unsure");
  if (unsure.length > 0) {
    const why = `not enough evidence: ${unsure.map(textOf).join("; ")}`;
    if (stood < least + patience) return { do: "wait", why };
    return inconclusive === "abort" ? { do: "abort", why } : { do: "stand", why, inconclusive: true };
  }
  if (pause === "manual") return { do: "stand", why: "this step waits for a person" };
  if (!inHours) return { do: "wait", why: "outside the hours in which steps are taken" };
  return { do: "go", why: figures.map(textOf).join("; ") || "nothing speaks against it" };
}

function textOf({ service, message }: CanaryFigure): string {
  return `${service}: ${message}`;
}
