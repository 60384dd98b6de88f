import { defaultLimits, defaultPatience, type Patience, type RolloutLimits } from "./limits.ts";
import type { RolloutSnapshot } from "./snapshot.ts";
import { duration } from "./time.ts";

/** Annotation of a Deployment that holds, as JSON, the patience that differs from the default. */
export const patienceAnnotation = "releases/patience";

/**
 * What a Deployment's rollout may suffer. Its patience is read from the object itself, so that whoever follows it is as
 * patient: the `release` command, the hooks of a plain `pulumi up`, the evidence afterwards. Total: what is none is left out.
 */
export function limitsOf(
  { deployment }: RolloutSnapshot,
  deadlineSeconds = defaultLimits.deadlineSeconds,
): RolloutLimits {
  const said = parsed(deployment?.metadata?.annotations?.[patienceAnnotation]);
  const known = Object.keys(defaultPatience).flatMap((name): [string, number][] => {
    const value = said.get(name);
    return typeof value === "number" && Number.isFinite(value) && value >= 0 ? [[name, value]] : [];
  });
  return { ...defaultPatience, ...Object.fromEntries(known), deadlineSeconds };
}

function parsed(text: string | undefined): Map<string, unknown> {
  try {
    const value: unknown = JSON.parse(text ?? "{}");
    return new Map(typeof value === "object" && value !== null ? Object.entries(value) : []);
  } catch {
    return new Map();
  }
}

/** The parameters that are times; {@link Patience.crashes} counts. */
export type PatienceName = Exclude<keyof Patience, "crashes">;

interface Waiting {
  limits: RolloutLimits;
  timeOver: boolean;
}

/**
 * Whether what has lasted that long has been waited out: undefined while it is not; then what a sentence ends with, e.g.
 * ` (waited 31 s; rollout.patience.schedule allows 30 s)`. When the time of the whole rollout is over, nothing is waited for.
 */
export function outwaited({ limits, timeOver }: Waiting, name: PatienceName, seconds: number): string | undefined {
  const allowed = limits[name];
  const time = `waited ${duration(seconds)}`;
  if (seconds < allowed && !timeOver) return undefined;
  if (seconds < allowed) return seconds < 1 ? "" : ` (${time})`;
  if (allowed === 0) return ` (rollout.patience.${name} allows no waiting)`;
  return ` (${time}; rollout.patience.${name} allows ${duration(allowed)})`;
}
