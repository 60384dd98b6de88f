import type {
  CoreV1Event,
  V1ContainerStatus,
  V1Deployment,
  V1PersistentVolumeClaim,
  V1Pod,
  V1ReplicaSet,
} from "@kubernetes/client-node";
import type { RolloutSnapshot } from "../../rollout/snapshot.ts";
import type { WorkloadRef } from "../../rollout/verdict.ts";

/** The moment of every test: ms since 1970. */
export const now = Date.parse("2026-11-22T01:00:00Z");

/** A time stamp as a watch gives it, so many seconds before {@link now}. */
export function ago(seconds: number): Date {
  return new Date(now - seconds * 1000).toISOString() as unknown as Date;
}

const namespace = "staging";
export const workload: WorkloadRef = { kind: "Deployment", namespace, name: "website" };

/** The client's models are classes; what comes over the wire is plain objects. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the one place where they are taken for each other
function model<T>(plain: object): T {
  return plain as T;
}

export interface DeploymentParts {
  replicas?: number;
  generation?: number;
  observed?: number;
  /** Status: new pods, of them available, all pods. */
  updated?: number;
  available?: number;
  total?: number;
  image?: string;
  spec?: object;
  conditions?: object[];
  managedFields?: object[];
  annotations?: Record<string, string>;
}

export function deployment(parts: DeploymentParts = {}): V1Deployment {
  const { replicas = 3, generation = 2, updated = 0, available = 0, image = "lab/web:v2" } = parts;
  return model({
    metadata: {
      name: "website",
      namespace,
      uid: "deployment",
      generation,
      managedFields: parts.managedFields,
      annotations: parts.annotations,
    },
    spec: { replicas, selector: { matchLabels: { app: "website" } }, template: template(image), ...parts.spec },
    status: {
      observedGeneration: parts.observed ?? generation,
      replicas: parts.total ?? updated,
      updatedReplicas: updated,
      availableReplicas: available,
      conditions: parts.conditions ?? [],
    },
  });
}

export function template(image: string, hash?: string) {
  const labels = { app: "website", ...(hash === undefined ? {} : { "pod-template-hash": hash }) };
  return { metadata: { labels }, spec: { containers: [{ name: "web", image }] } };
}

export function replicaSet(
  name: string,
  image = "lab/web:v2",
  parts: { conditions?: object[]; created?: number; available?: number } = {},
): V1ReplicaSet {
  return model({
    metadata: {
      name: `website-${name}`,
      namespace,
      uid: `rs-${name}`,
      creationTimestamp: ago(parts.created ?? 60),
      ownerReferences: [{ kind: "Deployment", name: "website", uid: "deployment", controller: true }],
    },
    spec: { template: template(image, name) },
    status: {
      conditions: parts.conditions ?? [],
      readyReplicas: parts.available,
      availableReplicas: parts.available,
    },
  });
}

export interface PodParts {
  /** Name of its ReplicaSet: `new` unless said otherwise. */
  of?: string;
  containers?: V1ContainerStatus[];
  init?: object[];
  spec?: object;
  initSpec?: object;
  volumes?: object[];
  conditions?: object[];
  phase?: string;
  reason?: string;
  deleting?: boolean;
  /** Of its status. */
  status?: object;
}

export function pod(name: string, parts: PodParts = {}): V1Pod {
  const { of = "new" } = parts;
  return model({
    metadata: {
      name: `website-${of}-${name}`,
      namespace,
      uid: `pod-${name}`,
      creationTimestamp: ago(50),
      ownerReferences: [{ kind: "ReplicaSet", name: `website-${of}`, uid: `rs-${of}`, controller: true }],
      ...(parts.deleting === true ? { deletionTimestamp: ago(1) } : {}),
    },
    spec: {
      nodeName: "node-1",
      initContainers:
        parts.init === undefined ? undefined : [{ name: "prepare", image: "lab/web:v2", ...parts.initSpec }],
      containers: [{ name: "web", image: "lab/web:v2", ...parts.spec }],
      volumes: parts.volumes ?? [],
    },
    status: {
      phase: parts.phase ?? "Running",
      reason: parts.reason,
      conditions: parts.conditions ?? [],
      initContainerStatuses: parts.init,
      containerStatuses: parts.containers ?? [],
      ...parts.status,
    },
  });
}

export function container(state: object, parts: object = {}): V1ContainerStatus {
  return model({
    name: "web",
    image: "lab/web:v2",
    imageID: "",
    ready: false,
    restartCount: 0,
    state,
    ...parts,
  });
}

export function waiting(reason: string, message = ""): object {
  return { waiting: { reason, message } };
}

/** An end with code `exitCode` after `ran` seconds. */
export function terminated(exitCode: number, ran = 0, reason = exitCode === 0 ? "Completed" : "Error"): object {
  return {
    terminated: { exitCode, reason, startedAt: ago(10 + ran), finishedAt: ago(10), containerID: "containerd://1" },
  };
}

export const running = { running: { startedAt: ago(40) } };

/** A container in CrashLoopBackOff after its second crash. */
export function crashLooping(exitCode: number, ran = 0, reason?: string, name = "web"): V1ContainerStatus {
  return container(waiting("CrashLoopBackOff"), {
    name,
    restartCount: 1,
    lastState: terminated(exitCode, ran, reason),
  });
}

const normal = ["Killing", "TriggeredScaleUp", "Nominated", "SandboxChanged", "Provisioning"];

export function event(
  about: { metadata?: { uid?: string; name?: string } },
  reason: string,
  message: string,
  seconds = 10,
  last = seconds,
): CoreV1Event {
  return model({
    metadata: { name: `${about.metadata?.name ?? ""}.${reason}`, namespace, uid: `${reason}-${message}` },
    involvedObject: { kind: "Pod", namespace, name: about.metadata?.name, uid: about.metadata?.uid },
    type: normal.includes(reason) ? "Normal" : "Warning",
    reason,
    message,
    firstTimestamp: ago(seconds),
    lastTimestamp: ago(last),
    count: 1,
  });
}

export function unschedulable(message: string, seconds: number): object {
  return { type: "PodScheduled", status: "False", reason: "Unschedulable", message, lastTransitionTime: ago(seconds) };
}

export function ready(seconds = 30): object {
  return { type: "Ready", status: "True", lastTransitionTime: ago(seconds) };
}

export function claim(name: string, phase: string): V1PersistentVolumeClaim {
  return model({
    metadata: { name, namespace, uid: `claim-${name}` },
    spec: { storageClassName: "fast", resources: { requests: { storage: "1Gi" } } },
    status: { phase },
  });
}

/** A rollout under way: an old ReplicaSet, a new one, the given new pods. */
export function rollout(parts: Partial<RolloutSnapshot> = {}): RolloutSnapshot {
  return {
    workload,
    deployment: deployment({ updated: 1, total: 4, available: 3 }),
    replicaSets: [replicaSet("old", "lab/web:v1", { created: 900 }), replicaSet("new")],
    pods: [],
    events: [],
    claims: [],
    ...parts,
  };
}
