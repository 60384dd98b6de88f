import type { CoreV1Event, V1Pod, V1ReplicaSet } from "@kubernetes/client-node";
import { firstSeen, lastSeen } from "../eventTime.ts";
import type { RolloutLimits } from "../limits.ts";
import {
  containerKey,
  eventsOf,
  nameOf,
  newPods,
  newReplicaSet,
  type RolloutSnapshot,
  type RolloutStart,
} from "../snapshot.ts";
import { milliseconds } from "../time.ts";
import type { Cause } from "../verdict.ts";
import { isLeaving } from "./leaving.ts";

/** What each rule of the taxonomy looks at. */
export interface RolloutContext {
  snapshot: RolloutSnapshot;
  limits: RolloutLimits;
  /** ms since 1970 */
  now: number;
  start: RolloutStart;
  replicaSet: V1ReplicaSet | undefined;
  /** The pods of the new ReplicaSet that are meant to stay, oldest first: only they can doom a release. */
  pods: V1Pod[];
  /** The time for the whole rollout is over: nothing is waited for any longer, and what stands in the way is named. */
  timeOver: boolean;
}

/** Names the cause when it applies, else undefined. */
export type CauseRule = (context: RolloutContext) => Cause | undefined;

export function contextOf(
  snapshot: RolloutSnapshot,
  limits: RolloutLimits,
  now: number,
  start: RolloutStart,
): RolloutContext {
  const pods = newPods(snapshot).filter((pod) => !isLeaving(pod));
  return { snapshot, limits, now, start, replicaSet: newReplicaSet(snapshot), pods, timeOver: false };
}

/**
 * How long something has lasted, in seconds, by a time stamp of the cluster. Never more than we have watched or the
 * pod has lived: a clock of ours that runs ahead must not doom a release.
 */
export function lastingSeconds(context: RolloutContext, since: Date | string | number | null | undefined): number {
  const from = typeof since === "number" ? since : milliseconds(since);
  const watched = context.now - context.start.at;
  return Math.max(0, Math.min(from === undefined ? watched : context.now - from, watched) / 1000);
}

/**
 * How long a pod is known to have had events of this kind, in seconds: from the first to the last, not until now, for
 * nothing tells that the trouble has passed. Undefined when it has none.
 */
export function eventLasting(
  context: RolloutContext,
  pod: V1Pod,
  matches: (event: Partial<CoreV1Event>) => boolean,
): { seconds: number; last: CoreV1Event } | undefined {
  const events = eventsOf(context.snapshot, pod).filter(matches);
  const last = events.at(-1);
  if (last === undefined) return undefined;
  const starts = events.map((event) => firstSeen(event) ?? Infinity);
  const seconds = ((lastSeen(last) ?? 0) - Math.min(...starts)) / 1000;
  return { seconds: Math.max(0, Math.min(seconds, lastingSeconds(context, undefined))), last };
}

/**
 * How long a container is known to wait for its image or configuration, in seconds, where no event says so: they may come
 * late, or be nobody's to read.
 */
export function waitingSeconds(context: RolloutContext, pod: V1Pod, container: string): number {
  const { seen } = context.start;
  if (seen !== undefined) return (context.now - (seen.waits.get(containerKey(pod, container)) ?? context.now)) / 1000;
  // Looked at once: since the pod has its node.
  const scheduled = (pod.status?.conditions ?? []).find(({ type }) => type === "PodScheduled");
  return lastingSeconds(context, scheduled?.lastTransitionTime);
}

/** A cause about a pod; `kubectl describe` shows more unless another command is named. */
export function podCause(
  pod: V1Pod,
  parts: Pick<Cause, "code" | "message"> & { container?: string; command?: string },
): Cause {
  const namespace = pod.metadata?.namespace ?? "default";
  const { container, command = `kubectl describe pod -n ${namespace} ${nameOf(pod)}`, code, message } = parts;
  const object = { kind: "Pod", namespace, name: nameOf(pod) };
  return { code, message, object, ...(container === undefined ? {} : { container }), command };
}

/** A cluster's own text, for use inside a sentence of ours: one line, no full stop, not endless. */
export function quoted(text: string | null | undefined, limit = 300): string {
  const line = (text ?? "").replace(/\s+/g, " ").trim().replace(/\.$/, "");
  return line.length > limit ? `${line.slice(0, limit)}…` : line;
}
