import type {
  CoreV1Event,
  V1Deployment,
  V1ObjectMeta,
  V1PersistentVolumeClaim,
  V1Pod,
  V1ReplicaSet,
} from "@kubernetes/client-node";
import type { WorkloadRef } from "./verdict.ts";
import { controllerUid, emptySnapshot, isOwnedBy, nameOf, type RolloutSnapshot } from "./snapshot.ts";

/** Objects by uid. */
type Mirror<T> = Map<string, T>;

/** The objects of one namespace as last seen, and which Deployment each belongs to. */
export class NamespaceStore {
  readonly deployments: Mirror<V1Deployment> = new Map();
  readonly replicaSets: Mirror<V1ReplicaSet> = new Map();
  readonly pods: Mirror<V1Pod> = new Map();
  readonly claims: Mirror<V1PersistentVolumeClaim> = new Map();
  /** By the uid of what they are about: a namespace keeps the events of its last hour. */
  readonly events = new Map<string, Mirror<CoreV1Event>>();

  putEvent(event: CoreV1Event): void {
    const about = event.involvedObject.uid;
    if (about === undefined || !isTelling(event)) return;
    const known = this.events.get(about) ?? new Map<string, CoreV1Event>();
    this.events.set(about, known.set(uidOf(event), event));
  }

  deleteEvent(event: CoreV1Event): void {
    const about = event.involvedObject.uid ?? "";
    this.events.get(about)?.delete(uidOf(event));
    if (this.events.get(about)?.size === 0) this.events.delete(about);
  }

  /** What belongs to the Deployment of this name. */
  snapshot(workload: WorkloadRef): RolloutSnapshot {
    const deployment = [...this.deployments.values()].find((candidate) => nameOf(candidate) === workload.name);
    if (deployment === undefined) return emptySnapshot(workload);
    const replicaSets = [...this.replicaSets.values()].filter((replicaSet) => isOwnedBy(replicaSet, deployment));
    const uids = new Set(replicaSets.map(uidOf));
    const pods = [...this.pods.values()].filter((pod) => uids.has(controllerUid(pod) ?? ""));
    const claims = claimsOf(pods, this.claims);
    const events = [deployment, ...replicaSets, ...pods, ...claims].flatMap((object) => [
      ...(this.events.get(uidOf(object))?.values() ?? []),
    ]);
    return { workload, deployment, replicaSets, pods, events, claims };
  }

  /** The name of the Deployment that an object belongs to; undefined when the links between are not (yet) known. */
  deploymentOf(object: { metadata?: V1ObjectMeta }): string | undefined {
    const owner = controllerUid(object);
    if (owner === undefined) return undefined;
    const deployment = this.deployments.get(owner);
    if (deployment !== undefined) return nameOf(deployment);
    const replicaSet = this.replicaSets.get(owner);
    return replicaSet === undefined ? undefined : this.deploymentOf(replicaSet);
  }

  /** The same for what an event is about. */
  deploymentOfEvent({ involvedObject }: CoreV1Event): string | undefined {
    const uid = involvedObject.uid ?? "";
    const deployment = this.deployments.get(uid);
    if (deployment !== undefined) return nameOf(deployment);
    const object = this.replicaSets.get(uid) ?? this.pods.get(uid);
    return object === undefined ? undefined : this.deploymentOf(object);
  }
}

export function uidOf(object: { metadata?: V1ObjectMeta }): string {
  return object.metadata?.uid ?? `${object.metadata?.namespace ?? ""}/${nameOf(object)}`;
}

/** Of the ordinary events only these bear on a verdict: a kill, an autoscaler's promise, a volume that is being made. */
const telling = ["Killing", "SandboxChanged", "TriggeredScaleUp", "Nominated", "Provisioning"];

function isTelling({ type, reason }: CoreV1Event): boolean {
  return type !== "Normal" || telling.includes(reason ?? "");
}

function claimsOf(pods: V1Pod[], claims: Mirror<V1PersistentVolumeClaim>): V1PersistentVolumeClaim[] {
  const volumes = pods.flatMap((pod) => pod.spec?.volumes ?? []);
  const names = new Set(volumes.map(({ persistentVolumeClaim }) => persistentVolumeClaim?.claimName));
  return [...claims.values()].filter((claim) => names.has(nameOf(claim)));
}
