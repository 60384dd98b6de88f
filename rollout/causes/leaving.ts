import type { V1Pod } from "@kubernetes/client-node";

/**
 * Whether the pod is on its way out by no fault of the release: being deleted, evicted, preempted, refused by a full
 * node. Its ReplicaSet makes another; what this one's containers say is no verdict.
 */
export function isLeaving(pod: V1Pod): boolean {
  if (milestone(pod.metadata?.deletionTimestamp)) return true;
  // A Deployment's pods restart for ever: they only end for good when the node puts them out.
  if (pod.status?.phase === "Failed" || pod.status?.phase === "Succeeded") return true;
  return (pod.status?.conditions ?? []).some(({ type, status }) => type === "DisruptionTarget" && status === "True");
}

function milestone(time: Date | string | null | undefined): boolean {
  return time !== undefined && time !== null;
}
