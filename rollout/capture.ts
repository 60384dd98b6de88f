import type { CoreV1Event, V1Deployment } from "@kubernetes/client-node";
import type { Cluster } from "../cluster/cluster.ts";
import { apiStatus } from "../cluster/apiError.ts";
import { captureJob } from "./jobs/capture.ts";
import { asRollout } from "./jobs/job.ts";
import { NamespaceStore, uidOf } from "./namespaceStore.ts";
import { emptySnapshot, type RolloutSnapshot } from "./snapshot.ts";
import type { WorkloadRef } from "./verdict.ts";

/** Takes one picture of a workload and what belongs to it, without watching. Events and claims that may not be read are left out. */
export async function capture(cluster: Cluster, workload: WorkloadRef): Promise<RolloutSnapshot> {
  if (workload.kind === "Job") return asRollout(await captureJob(cluster, workload, true));
  const { namespace, name } = workload;
  const deployment = await unlessRefused(cluster.apps.readNamespacedDeployment({ namespace, name }), undefined);
  if (deployment === undefined) return emptySnapshot(workload);
  const labelSelector = selectorOf(deployment);
  const [replicaSets, pods, events, claims] = await Promise.all([
    cluster.apps.listNamespacedReplicaSet({ namespace, labelSelector }),
    cluster.core.listNamespacedPod({ namespace, labelSelector }),
    unlessRefused(cluster.core.listNamespacedEvent({ namespace }), { items: [] as CoreV1Event[] }),
    unlessRefused(cluster.core.listNamespacedPersistentVolumeClaim({ namespace }), { items: [] }),
  ]);
  const store = new NamespaceStore();
  store.deployments.set(uidOf(deployment), deployment);
  for (const replicaSet of replicaSets.items) store.replicaSets.set(uidOf(replicaSet), replicaSet);
  for (const pod of pods.items) store.pods.set(uidOf(pod), pod);
  for (const claim of claims.items) store.claims.set(uidOf(claim), claim);
  for (const event of events.items) store.putEvent(event);
  return store.snapshot(workload);
}

/** `fallback` when the API server says no (403) or that there is nothing (404). */
async function unlessRefused<T, F>(answer: Promise<T>, fallback: F): Promise<T | F> {
  try {
    return await answer;
  } catch (error) {
    const code = apiStatus(error)?.code;
    if (code === 403 || code === 404) return fallback;
    throw error;
  }
}

function selectorOf({ spec }: V1Deployment): string {
  const labels = Object.entries(spec?.selector.matchLabels ?? {}).map(([key, value]) => `${key}=${value}`);
  const expressions = (spec?.selector.matchExpressions ?? []).map(({ key, operator, values = [] }) => {
    if (operator === "Exists") return key;
    if (operator === "DoesNotExist") return `!${key}`;
    return `${key} ${operator === "In" ? "in" : "notin"} (${values.join(",")})`;
  });
  return [...labels, ...expressions].join(",");
}
