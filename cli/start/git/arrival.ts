import { setTimeout as sleep } from "node:timers/promises";
import type { Cluster } from "../../../cluster/cluster.ts";

const lookMs = 100;

/** Resolves once this version serves everywhere, with the time, in ms since 1970; undefined where it was told to stop before. */
export async function servesEverywhere(
  cluster: Cluster,
  of: { namespace: string; name: string },
  version: string,
  signal: AbortSignal,
): Promise<number | undefined> {
  while (!signal.aborted) {
    const { metadata, spec, status = {} } = await cluster.apps.readNamespacedDeployment(of);
    const asked = spec?.template.spec?.containers[0]?.image?.endsWith(`:${version}`) === true;
    const { updatedReplicas, availableReplicas, replicas, observedGeneration } = status;
    const all = [updatedReplicas, availableReplicas, replicas].every((count) => count === spec?.replicas);
    if (asked && all && observedGeneration === metadata?.generation) return Date.now();
    await sleep(lookMs, undefined, { signal }).catch(() => undefined);
  }
  return undefined;
}
