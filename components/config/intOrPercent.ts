/** A number of pods (`1`) or a share of the replicas (`"25%"`), as Kubernetes' IntOrString has it. */
export type IntOrPercent = number | `${number}%`;

export function isPercent(value: IntOrPercent): value is `${number}%` {
  return typeof value === "string";
}

/** Pods that may exist above the replicas asked for: percentages round up. `maxSurge("25%", 3)` is 1. */
export function surgePods(maxSurge: IntOrPercent, replicas: number): number {
  return isPercent(maxSurge) ? Math.ceil((percentOf(maxSurge) * replicas) / 100) : maxSurge;
}

/**
 * Pods that may be unavailable while rolling: percentages round down, and 0 surge with 0 unavailable becomes 1
 * unavailable, else the rollout could not move.
 * https://github.com/kubernetes/kubernetes/blob/v1.34.4/pkg/controller/deployment/util/deployment_util.go (ResolveFenceposts)
 */
export function unavailablePods(maxUnavailable: IntOrPercent, maxSurge: IntOrPercent, replicas: number): number {
  const pods = isPercent(maxUnavailable) ? Math.floor((percentOf(maxUnavailable) * replicas) / 100) : maxUnavailable;
  return pods === 0 && surgePods(maxSurge, replicas) === 0 ? 1 : Math.min(pods, replicas);
}

/** Pods a PodDisruptionBudget lets be evicted at once: its percentages round up. */
export function evictablePods(maxUnavailable: IntOrPercent, replicas: number): number {
  return isPercent(maxUnavailable) ? Math.ceil((percentOf(maxUnavailable) * replicas) / 100) : maxUnavailable;
}

function percentOf(percent: `${number}%`): number {
  return Number(percent.slice(0, -1));
}
