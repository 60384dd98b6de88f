import type { V1ContainerStatus, V1Pod } from "@kubernetes/client-node";
import { isOwnedBy, nameOf, newReplicaSet, type RolloutSnapshot } from "./snapshot.ts";
import { milliseconds } from "./time.ts";
import type { PodState, PodView } from "./verdict.ts";

const failingReasons =
  /^(CrashLoopBackOff|ErrImage.*|ImagePullBackOff|InvalidImageName|Create.*Error|Run.*Error|.*HookError)$/;

/** The pods of a rollout as a person watches them: new ones first, each group by name. */
export function viewPods(snapshot: RolloutSnapshot, now: number): PodView[] {
  const fresh = newReplicaSet(snapshot);
  const minReadySeconds = snapshot.deployment?.spec?.minReadySeconds ?? 0;
  return snapshot.pods
    .map((pod): PodView => {
      const generation = fresh !== undefined && isOwnedBy(pod, fresh) ? "new" : "old";
      const reason = reasonOf(pod);
      const common = {
        name: nameOf(pod),
        generation,
        state: stateOf(pod, minReadySeconds, now),
        restarts: restartsOf(pod),
      } as const;
      return reason === undefined ? common : { ...common, reason };
    })
    .sort((a, b) => a.generation.localeCompare(b.generation) || a.name.localeCompare(b.name));
}

function stateOf(pod: V1Pod, minReadySeconds: number, now: number): PodState {
  const { status, metadata } = pod;
  if (milliseconds(metadata?.deletionTimestamp) !== undefined) return "terminating";
  // Evicted pods stay as a record only.
  if (status?.phase === "Failed" || status?.phase === "Succeeded") return "gone";
  const ready = (status?.conditions ?? []).find(({ type }) => type === "Ready");
  if (ready?.status === "True") {
    const readyMs = now - (milliseconds(ready.lastTransitionTime) ?? now);
    return readyMs >= minReadySeconds * 1000 ? "available" : "ready";
  }
  if (statusesOf(pod).some(isFailing)) return "failing";
  return statusesOf(pod).some(({ state }) => state?.running !== undefined) ? "starting" : "pending";
}

function reasonOf(pod: V1Pod): string | undefined {
  if (milliseconds(pod.metadata?.deletionTimestamp) !== undefined) return undefined;
  if (pod.status?.reason !== undefined) return pod.status.reason;
  const failing = statusesOf(pod).find(isFailing)?.state;
  if (failing?.waiting?.reason !== undefined) return failing.waiting.reason;
  if (failing?.terminated !== undefined) return failing.terminated.reason ?? `exit code ${failing.terminated.exitCode}`;
  const unscheduled = (pod.status?.conditions ?? []).find(
    ({ type, status }) => type === "PodScheduled" && status === "False",
  );
  return (
    unscheduled?.reason ?? statusesOf(pod).find(({ state }) => state?.waiting !== undefined)?.state?.waiting?.reason
  );
}

function isFailing({ state }: V1ContainerStatus): boolean {
  const terminated = state?.terminated;
  return failingReasons.test(state?.waiting?.reason ?? "") || (terminated !== undefined && terminated.exitCode !== 0);
}

function restartsOf(pod: V1Pod): number {
  return statusesOf(pod).reduce((sum, { restartCount }: Partial<V1ContainerStatus>) => sum + (restartCount ?? 0), 0);
}

function statusesOf(pod: V1Pod): V1ContainerStatus[] {
  return [...(pod.status?.initContainerStatuses ?? []), ...(pod.status?.containerStatuses ?? [])];
}
