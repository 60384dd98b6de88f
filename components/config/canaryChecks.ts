import type { CanaryCheckParameters } from "./canaryAnalysis.ts";
import type { Service } from "./stackConfig.ts";

/** What is good: against the stable pods' figure, or by itself. */
export type CanaryBound = { tolerate: number } | { max: number };

interface Sampled {
  /** Seconds between two looks. */
  interval: number;
  /** Least that is to be seen of the canary. */
  minimum: number;
  bound: CanaryBound;
}

/** Of a share of errors: below `floor`, in percent, nobody worries. */
type Shared = Sampled & { floor: number };

/** A check as it is made, its defaults filled in; `kind` says which. */
export type CanaryCheck = { name: string } & (
  | ({ kind: "http"; path: string; port: string | undefined } & Shared)
  | ({ kind: "counts"; requests: string; errors: string } & Shared)
  | ({ kind: "value"; value: string } & Sampled)
  | { kind: "job"; command: string[]; image: string | undefined; deadline: number }
);

/** The checks that a service declares for its canaries, in the order of its file. */
export function canaryChecks({ canary }: Pick<Service, "canary">): CanaryCheck[] {
  return Object.entries(canary?.analysis ?? {}).map(([name, check]) => ({ name, ...checkOf(check) }));
}

function checkOf(check: CanaryCheckParameters) {
  const { http, prometheus = {}, job, floor = 0.1 } = check;
  if (job !== undefined) return { kind: "job" as const, ...job, image: job.image };
  const shared = { ...sampled(check, { minimum: 50, tolerate: 1.5 }), floor };
  if (http !== undefined) return { kind: "http" as const, path: http.path, port: http.port, ...shared };
  const { requests = "", errors = "", value } = prometheus;
  if (value === undefined) return { kind: "counts" as const, requests, errors, ...shared };
  return { kind: "value" as const, value, ...sampled(check, { minimum: 10, tolerate: 1.2 }) };
}

function sampled(check: CanaryCheckParameters, defaults: { minimum: number; tolerate: number }): Sampled {
  const { interval, minimum = defaults.minimum, tolerate = defaults.tolerate, max } = check;
  return { interval, minimum, bound: max === undefined ? { tolerate } : { max } };
}
