import type { V1ContainerStatus, V1Pod } from "@kubernetes/client-node";
import { containerKey, endKey, newPods, type RolloutSnapshot, type Seen } from "./snapshot.ts";
import { milliseconds } from "./time.ts";

/** A pod whose grace period is over and that is still there may never go: it makes no room. */
const overdueMs = 30_000;

/**
 * What is remembered after one more look at a rollout. Pods and events come by separate watches, and in what order is
 * left to chance: only by what was seen before is it known how long one waits for the other.
 */
export function remember(seen: Seen | undefined, snapshot: RolloutSnapshot, now: number): Seen {
  const statuses = newPods(snapshot).flatMap((pod) => statusesOf(pod).map((status) => ({ pod, status })));
  const ends = statuses.flatMap(({ pod, status: { name, state, lastState } }) => {
    const end = state?.terminated ?? lastState?.terminated;
    return end === undefined ? [] : [endKey(pod, name, end)];
  });
  const waits = statuses
    .filter(({ status }) => waitsForContent(status))
    .map(({ pod, status }) => containerKey(pod, status.name));
  const endingAt = snapshot.pods.some((pod) => isEnding(pod, now)) ? now : seen?.endingAt;
  return {
    ends: since(ends, seen?.ends, now),
    waits: since(waits, seen?.waits, now),
    ...(endingAt === undefined ? {} : { endingAt }),
  };
}

/** The keys with when each was first seen; one that is gone is forgotten. */
function since(keys: string[], before: ReadonlyMap<string, number> | undefined, now: number): Map<string, number> {
  return new Map(keys.map((key) => [key, before?.get(key) ?? now]));
}

function waitsForContent({ state }: V1ContainerStatus): boolean {
  return /Image|Registry|CreateContainerConfigError/.test(state?.waiting?.reason ?? "");
}

function isEnding(pod: V1Pod, now: number): boolean {
  // By when it is to be gone: the API server adds the grace period.
  const due = milliseconds(pod.metadata?.deletionTimestamp);
  return due !== undefined && now < due + overdueMs;
}

function statusesOf({ status }: V1Pod): V1ContainerStatus[] {
  return [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
}
