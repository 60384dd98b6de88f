import { isObserved, newReplicaSet, type RolloutSnapshot } from "./snapshot.ts";
import type { RolloutCounts } from "./verdict.ts";

/** How far the swap of old and new pods is, from the controllers' own status. */
export function countReplicas(snapshot: RolloutSnapshot): RolloutCounts {
  const status = snapshot.deployment?.status;
  const fresh = newReplicaSet(snapshot)?.status;
  const desired = snapshot.deployment?.spec?.replicas ?? (snapshot.deployment === undefined ? 0 : 1);
  const updated = status?.updatedReplicas ?? 0;
  const old = Math.max(0, (status?.replicas ?? 0) - updated);
  return { desired, updated, ready: fresh?.readyReplicas ?? 0, available: fresh?.availableReplicas ?? 0, old };
}

/**
 * Whether the rollout is done, by the rules of `kubectl rollout status`: the controller has seen the present spec, all
 * pods are new, no old one is left, and all are available.
 * https://github.com/kubernetes/kubectl/blob/master/pkg/polymorphichelpers/rollout_status.go
 */
export function isComplete({ deployment }: Pick<RolloutSnapshot, "deployment">, minGeneration?: number): boolean {
  if (deployment === undefined || !isObserved(deployment, minGeneration)) return false;
  const updated = deployment.status?.updatedReplicas ?? 0;
  const available = deployment.status?.availableReplicas ?? 0;
  const desired = deployment.spec?.replicas ?? 1;
  return updated === desired && (deployment.status?.replicas ?? 0) <= updated && available >= updated;
}
