import type { Cluster } from "../../cluster/cluster.ts";
import { imageCheckLabel } from "./pod.ts";
import { imageCheckTimes } from "./times.ts";

/** A check of somebody else's is not this old, whatever the difference of the clocks within reason. Milliseconds. */
const oldMs = 2 * imageCheckTimes.patience.fetching;

/** Removes the pods of checks that were killed. Best effort: they have ended by themselves and cost nothing. */
export async function sweepImageChecks(cluster: Cluster, namespace: string): Promise<void> {
  try {
    const { items } = await cluster.core.listNamespacedPod({ namespace, labelSelector: `${imageCheckLabel}=true` });
    const old = items.filter(({ metadata }) => Date.now() - (metadata?.creationTimestamp?.getTime() ?? 0) > oldMs);
    await Promise.all(
      old.map(({ metadata }) => cluster.core.deleteNamespacedPod({ namespace, name: metadata?.name ?? "" })),
    );
  } catch {
    // No right to, or gone by now.
  }
}
