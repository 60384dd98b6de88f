import fc from "fast-check";
import type { RolloutSnapshot } from "../../rollout/snapshot.ts";
import { ago, workload } from "./builders.ts";

/** Any of the fields of a model, each of them there, null or missing. */
function partly(model: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<object> {
  const nullable = Object.fromEntries(
    Object.entries(model).map(([key, value]) => [key, fc.option(value, { nil: undefined })]),
  );
  return fc.record(nullable, { requiredKeys: [] });
}

const time = fc.constantFrom(ago(0), ago(70), new Date(0), "nonsense");
const name = fc.constantFrom("web", "prepare", "website", "");
const uid = fc.constantFrom("deployment", "rs-new", "rs-old", "pod-a");
const count = fc.integer({ min: -1, max: 5 });
const text = fc.constantFrom(
  "not found",
  "exceeded quota: x",
  'configmap "a" not found',
  "Container web failed liveness probe",
  "pull access denied",
  "unbound immediate PersistentVolumeClaims",
  "",
);
const reason = fc.constantFrom(
  "CrashLoopBackOff",
  "ErrImagePull",
  "ImagePullBackOff",
  "InvalidImageName",
  "CreateContainerConfigError",
  "OOMKilled",
  "StartError",
  "Unschedulable",
  "FailedMount",
  "FailedCreatePodSandBox",
  "Killing",
  "Nominated",
  "SandboxChanged",
  "Provisioning",
  "Unhealthy",
  "Failed",
  "ProgressDeadlineExceeded",
);

const owner = partly({ uid, name, controller: fc.constant(true) });
const metadata = partly({
  name,
  uid,
  namespace: name,
  generation: count,
  creationTimestamp: time,
  deletionTimestamp: time,
  ownerReferences: fc.array(owner, { maxLength: 1 }),
  annotations: fc.constant({ "deployment.kubernetes.io/revision": "1" }),
});
const ended = partly({ exitCode: count, signal: count, reason, message: text, startedAt: time, finishedAt: time });
const state = partly({
  waiting: partly({ reason, message: text }),
  terminated: ended,
  running: partly({ startedAt: time }),
});
const containerStatus = partly({
  name,
  image: name,
  ready: fc.boolean(),
  started: fc.boolean(),
  restartCount: count,
  state,
  lastState: state,
});
const container = partly({
  name,
  image: name,
  restartPolicy: fc.constant("Always"),
  startupProbe: partly({ periodSeconds: count }),
  livenessProbe: partly({ failureThreshold: count }),
});
const condition = partly({
  type: fc.constantFrom("Ready", "PodScheduled", "ReplicaFailure", "Progressing", "DisruptionTarget"),
  status: fc.constantFrom("True", "False"),
  reason,
  message: text,
  lastTransitionTime: time,
  lastUpdateTime: time,
});
const podSpec = partly({
  containers: fc.array(container, { maxLength: 1 }),
  initContainers: fc.array(container, { maxLength: 1 }),
  volumes: fc.array(partly({ name, persistentVolumeClaim: partly({ claimName: name }) }), { maxLength: 1 }),
});
const template = partly({ metadata, spec: podSpec });
const conditions = fc.array(condition, { maxLength: 2 });
const statuses = fc.array(containerStatus, { maxLength: 2 });

const deployment = partly({
  metadata,
  spec: partly({
    replicas: count,
    template,
    paused: fc.boolean(),
    minReadySeconds: count,
    strategy: partly({ type: name }),
  }),
  status: partly({
    observedGeneration: count,
    replicas: count,
    updatedReplicas: count,
    availableReplicas: count,
    conditions,
  }),
});
const replicaSet = partly({
  metadata,
  spec: partly({ template }),
  status: partly({ conditions, readyReplicas: count }),
});
const pod = partly({
  metadata,
  spec: podSpec,
  status: partly({
    phase: fc.constantFrom("Running", "Failed"),
    conditions,
    containerStatuses: statuses,
    initContainerStatuses: statuses,
  }),
});
const event = partly({
  metadata,
  involvedObject: partly({ uid, name, kind: name, fieldPath: fc.constant("spec.containers{web}") }),
  reason,
  message: text,
  type: fc.constantFrom("Warning", "Normal"),
  firstTimestamp: time,
  lastTimestamp: time,
});
const claim = partly({ metadata, spec: partly({ storageClassName: name }), status: partly({ phase: name }) });

const unlinked = fc.record(
  {
    workload: fc.constant(workload),
    deployment,
    replicaSets: fc.array(replicaSet, { maxLength: 2 }),
    pods: fc.array(pod, { maxLength: 3 }),
    events: fc.array(event, { maxLength: 3 }),
    claims: fc.array(claim, { maxLength: 1 }),
  },
  { requiredKeys: ["workload", "replicaSets", "pods", "events", "claims"] },
) as unknown as fc.Arbitrary<RolloutSnapshot>;

/** The same with its pods the new ones of its Deployment, so that what their containers say counts. */
function linked(snapshot: RolloutSnapshot): RolloutSnapshot {
  const template = { spec: { containers: [] } };
  const owned = (kind: string, uid: string) => ({ ownerReferences: [{ kind, uid, controller: true }] });
  const pods = snapshot.pods.map((pod, index) => ({
    ...pod,
    metadata: { ...pod.metadata, deletionTimestamp: undefined, uid: `pod-${index}`, ...owned("ReplicaSet", "rs-new") },
  }));
  return {
    ...snapshot,
    deployment: {
      ...snapshot.deployment,
      metadata: { uid: "deployment" },
      spec: { ...snapshot.deployment?.spec, template },
    },
    replicaSets: [{ metadata: { uid: "rs-new", ...owned("Deployment", "deployment") }, spec: { template } }],
    pods,
  } as unknown as RolloutSnapshot;
}

/** Objects as no API server would give them: anything may be missing, times may be none. */
export const anySnapshot = fc.oneof(unlinked, unlinked.map(linked));
