import { defaultPatience, type Patience } from "../config/patience.ts";
import type { Service } from "../config/stackConfig.ts";

/** What differs from the default, for whoever follows the Deployment: rollout/patience.ts reads it. */
export function patienceAnnotation({ rollout: { patience } }: Service): Record<string, string> {
  const names = Object.keys(patience) as (keyof Patience)[];
  const own = names.filter((name) => patience[name] !== defaultPatience[name]);
  if (own.length === 0) return {};
  return { "releases/patience": JSON.stringify(Object.fromEntries(own.map((name) => [name, patience[name]]))) };
}

/** The longest time that is waited for any trouble, in seconds. */
export function longestPatience({ rollout: { patience } }: Service): number {
  const times = (Object.keys(patience) as (keyof Patience)[]).filter((name) => name !== "crashes");
  return Math.max(...times.map((name) => patience[name]));
}
