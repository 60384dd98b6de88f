import { newContainers } from "../../rollout/causes/containers.ts";
import { contextOf } from "../../rollout/causes/context.ts";
import { defaultLimits } from "../../rollout/limits.ts";
import { containerKey, newPods, type RolloutSnapshot } from "../../rollout/snapshot.ts";
import type { CauseCode } from "../../rollout/verdict.ts";

/** Crashes of one track's pods, and of how many pods. */
export interface Crashes {
  crashes: number;
  pods: number;
}

/** The restarts of each container, whatever its state, by its key. */
export type Restarts = ReadonlyMap<string, number>;

/** Causes that an outage of something behind both tracks may have. */
const ends: readonly CauseCode[] = [
  "CrashLoop",
  "ExitCode",
  "OutOfMemory",
  "InitContainerFailed",
  "LivenessKilled",
  "StartupProbeFailed",
];

export function isCrash(code: CauseCode): boolean {
  return ends.includes(code);
}

export function restartsOf(snapshot: RolloutSnapshot): Restarts {
  return new Map(
    newPods(snapshot).flatMap((pod) =>
      [...(pod.status?.initContainerStatuses ?? []), ...(pod.status?.containerStatuses ?? [])].map(
        ({ name, restartCount }) => [containerKey(pod, name), restartCount] as const,
      ),
    ),
  );
}

/** What has crashed since those restarts were counted. */
export function crashesSince(restarts: Restarts, snapshot: RolloutSnapshot, now: number): Crashes {
  const context = contextOf(snapshot, defaultLimits, now, { at: now, restarts });
  const crashes = newContainers(context).reduce((sum, container) => sum + container.crashes, 0);
  return { crashes, pods: context.pods.length };
}

/**
 * Whether the stable pods crash as the canary's do. Of two that crash alike one is always a crash ahead, so one more of
 * each pod is no difference; twice as many is. Pure.
 */
export function crashAlike(canary: Crashes, stable: Crashes): boolean {
  const [ours, theirs] = [canary, stable].map(({ crashes, pods }) => crashes / Math.max(1, pods));
  return theirs !== undefined && ours !== undefined && theirs > 0 && theirs * 2 >= ours && theirs + 1 >= ours;
}
