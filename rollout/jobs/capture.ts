import type { Cluster } from "../../cluster/cluster.ts";
import { isNotFound } from "../../cluster/apiError.ts";
import { milliseconds } from "../time.ts";
import type { WorkloadRef } from "../verdict.ts";
import type { JobSnapshot } from "./job.ts";

/** Takes one picture of a Job and its pods; of events only where a pod cannot start or none is there, or all are wanted. */
export async function captureJob(cluster: Cluster, workload: WorkloadRef, allEvents = false): Promise<JobSnapshot> {
  const { namespace, name } = workload;
  const [job, { items }] = await Promise.all([
    cluster.batch.readNamespacedJob({ namespace, name }).catch((error: unknown) => {
      if (isNotFound(error)) return undefined;
      throw error;
    }),
    cluster.core.listNamespacedPod({ namespace, labelSelector: `batch.kubernetes.io/job-name=${name}` }),
  ]);
  if (job === undefined) return { workload, pods: [], events: [] };
  const pods = items.sort((a, b) => createdAt(a.metadata) - createdAt(b.metadata));
  const waits = pods.length === 0 || pods.some(({ status }) => status?.phase === "Pending");
  return { workload, job, pods, events: waits || allEvents ? await eventsAbout(cluster, namespace, name) : [] };
}

/** A pod's name begins with its Job's. */
async function eventsAbout(cluster: Cluster, namespace: string, name: string): Promise<JobSnapshot["events"]> {
  const { items } = await cluster.core.listNamespacedEvent({ namespace }).catch(() => ({ items: [] }));
  return items.filter(({ involvedObject }) => involvedObject.name?.startsWith(name));
}

function createdAt(metadata: { creationTimestamp?: Date } | undefined): number {
  return milliseconds(metadata?.creationTimestamp) ?? 0;
}
