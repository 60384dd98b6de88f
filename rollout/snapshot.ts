import type {
  CoreV1Event,
  V1ContainerStateTerminated,
  V1Deployment,
  V1ObjectMeta,
  V1PersistentVolumeClaim,
  V1Pod,
  V1ReplicaSet,
} from "@kubernetes/client-node";
import { lastSeen } from "./eventTime.ts";
import { sameTemplate } from "./template.ts";
import { milliseconds } from "./time.ts";
import type { WorkloadRef } from "./verdict.ts";

/** What one Deployment and all that belongs to it looked like at one moment. */
export interface RolloutSnapshot {
  workload: WorkloadRef;
  /** Absent before it is created, and after it was deleted. */
  deployment?: V1Deployment;
  /** Its ReplicaSets. */
  replicaSets: V1ReplicaSet[];
  /** The pods of these, terminating ones too. */
  pods: V1Pod[];
  /** Events about any of the objects here. */
  events: CoreV1Event[];
  /** The claims that the pods name. */
  claims: V1PersistentVolumeClaim[];
}

/** A picture in which nothing is there. */
export function emptySnapshot(workload: WorkloadRef): RolloutSnapshot {
  return { workload, replicaSets: [], pods: [], events: [], claims: [] };
}

/** What is known of the time before a rollout was followed. */
export interface RolloutStart {
  /** When following began, in ms since 1970. The deadline counts from here. */
  at: number;
  /** `metadata.generation` of the object that was applied: an older status says nothing of this rollout. */
  minGeneration?: number;
  /** Restarts that containers of healthy pods already had (key: {@link containerKey}); these do not count as crashes. */
  restarts: ReadonlyMap<string, number>;
  /** What was seen since, and when. Nothing where it is looked at once. */
  seen?: Seen;
}

/** When things were first or last seen while a rollout is followed, in ms since 1970, by our own clock. */
export interface Seen {
  /** When a container was first seen to have ended as it did last (key: {@link endKey}). */
  ends: ReadonlyMap<string, number>;
  /** Since when a container waits for its image or its configuration, without a break (key: {@link containerKey}). */
  waits: ReadonlyMap<string, number>;
  /** When a pod of the Deployment was last seen that is ending, and has time for it: it is going to make room. */
  endingAt?: number;
}

/** Comparing templates is most of the work of a verdict, and every part of one asks for it. */
const newReplicaSets = new WeakMap<RolloutSnapshot, { found: V1ReplicaSet | undefined }>();

/** The ReplicaSet of the Deployment's present template; the oldest, should there be several, as the controller does. */
export function newReplicaSet(snapshot: RolloutSnapshot): V1ReplicaSet | undefined {
  const known = newReplicaSets.get(snapshot) ?? { found: findNewReplicaSet(snapshot) };
  newReplicaSets.set(snapshot, known);
  return known.found;
}

function findNewReplicaSet({ deployment, replicaSets }: RolloutSnapshot): V1ReplicaSet | undefined {
  if (deployment === undefined) return undefined;
  const byAge = [...replicaSets].sort((a, b) => createdAt(a) - createdAt(b));
  return (
    byAge.find((replicaSet) => sameTemplate(replicaSet.spec?.template, deployment.spec?.template)) ??
    (isObserved(deployment) ? byAge.find((replicaSet) => sameRevision(replicaSet, deployment)) : undefined)
  );
}

/** Whether the controller has seen the Deployment's present spec. */
export function isObserved(deployment: V1Deployment, minGeneration = 0): boolean {
  const observed = deployment.status?.observedGeneration ?? 0;
  return observed >= (deployment.metadata?.generation ?? 0) && observed >= minGeneration;
}

/** The pods of the new ReplicaSet, oldest first. */
export function newPods(snapshot: RolloutSnapshot): V1Pod[] {
  const replicaSet = newReplicaSet(snapshot);
  if (replicaSet === undefined) return [];
  return snapshot.pods
    .filter((pod) => isOwnedBy(pod, replicaSet))
    .sort((a, b) => createdAt(a) - createdAt(b) || nameOf(a).localeCompare(nameOf(b)));
}

export function isOwnedBy(object: { metadata?: V1ObjectMeta }, owner: { metadata?: V1ObjectMeta }): boolean {
  const uid = owner.metadata?.uid;
  return uid !== undefined && controllerUid(object) === uid;
}

/** The uid of the object that made this one. */
export function controllerUid(object: { metadata?: V1ObjectMeta }): string | undefined {
  return (object.metadata?.ownerReferences ?? []).find(({ controller }) => controller === true)?.uid;
}

export function nameOf(object: { metadata?: V1ObjectMeta }): string {
  return object.metadata?.name ?? "";
}

/** Names one container of one pod. */
export function containerKey(pod: V1Pod, container: string): string {
  return `${pod.metadata?.uid ?? nameOf(pod)}/${container}`;
}

/** Names one end of one container. */
export function endKey(pod: V1Pod, container: string, end: V1ContainerStateTerminated): string {
  return `${containerKey(pod, container)}/${end.containerID ?? String(end.finishedAt)}`;
}

/** The restarts that containers of pods that are ready now have behind them: no crashes of a rollout that begins here. */
export function restartsOfHealthyPods(snapshot: RolloutSnapshot): ReadonlyMap<string, number> {
  const healthy = newPods(snapshot).filter((pod) =>
    (pod.status?.conditions ?? []).some(({ type, status }) => type === "Ready" && status === "True"),
  );
  return new Map(
    healthy.flatMap((pod) =>
      (pod.status?.containerStatuses ?? []).map(
        ({ name, restartCount }) => [containerKey(pod, name), restartCount] as const,
      ),
    ),
  );
}

/** The events about an object, oldest first. */
export function eventsOf(snapshot: RolloutSnapshot, object: { metadata?: V1ObjectMeta }): CoreV1Event[] {
  return snapshot.events
    .filter((event) => involves(event, object))
    .sort((a, b) => (lastSeen(a) ?? 0) - (lastSeen(b) ?? 0));
}

/** Whether the event is about the object. */
export function involves(event: Partial<CoreV1Event>, object: { metadata?: V1ObjectMeta }): boolean {
  const uid = event.involvedObject?.uid;
  const name = event.involvedObject?.name;
  if (uid !== undefined && object.metadata?.uid !== undefined) return uid === object.metadata.uid;
  return name !== undefined && name === object.metadata?.name;
}

function createdAt(object: { metadata?: V1ObjectMeta }): number {
  return milliseconds(object.metadata?.creationTimestamp) ?? 0;
}

function sameRevision(replicaSet: V1ReplicaSet, deployment: V1Deployment): boolean {
  const revision = deployment.metadata?.annotations?.["deployment.kubernetes.io/revision"];
  return revision !== undefined && replicaSet.metadata?.annotations?.["deployment.kubernetes.io/revision"] === revision;
}
