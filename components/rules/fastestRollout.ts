import { surgePods, unavailablePods } from "../config/intOrPercent.ts";
import type { Service } from "../config/stackConfig.ts";
import { mostPods } from "./rule.ts";

/** A rollout in which every pod starts at once: what no rollout can beat. */
export interface FastestRollout {
  pods: number;
  /** Pods that may be on their way to being available at the same time. */
  atOnce: number;
  /** Time until a pod that starts at once may be asked whether it is ready, in seconds. */
  start: number;
  /** Seconds in all. */
  seconds: number;
}

/**
 * The least time a rolling update takes where all goes well, with the most pods there may be. Only what is certain
 * counts: the probes' delays and `minReady` are waited for, the startup probe's budget need not be used.
 */
export function fastestRollout(service: Service): FastestRollout {
  const { maxSurge, maxUnavailable, minReady, strategy } = service.rollout;
  const pods = mostPods(service);
  const atOnce =
    strategy === "Recreate" ? pods : surgePods(maxSurge, pods) + unavailablePods(maxUnavailable, maxSurge, pods);
  const { startup, readiness } = service.probes;
  // Both delays count from the container's start; without a readiness probe the startup probe still comes first.
  const start = Math.max(startup?.delay ?? 0, readiness?.delay ?? 0);
  return { pods, atOnce, start, seconds: pods === 0 ? 0 : Math.ceil(pods / atOnce) * (start + minReady) };
}
