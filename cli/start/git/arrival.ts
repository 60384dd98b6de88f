import { setTimeout as sleep } from "node:timers/promises";
import type { Cluster } from "../../../cluster/cluster.ts";
import { isComplete } from "../../../rollout/counts.ts";

const lookMs = 100;

/** Resolves once this version serves everywhere, with the time, in ms since 1970; undefined where it was told to stop before. */
export async function servesEverywhere(
  cluster: Cluster,
  of: { namespace: string; name: string },
  version: string,
  signal: AbortSignal,
): Promise<number | undefined> {
  while (!signal.aborted) {
    const deployment = await cluster.apps.readNamespacedDeployment(of);
    const asked = deployment.spec?.template.spec?.containers[0]?.image?.endsWith(`:${version}`) === true;
    if (asked && isComplete({ deployment })) return Date.now();
    await sleep(lookMs, undefined, { signal }).catch(() => undefined);
  }
  return undefined;
}
