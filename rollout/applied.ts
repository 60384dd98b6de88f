import { setTimeout as sleep } from "node:timers/promises";
import type { V1Deployment } from "@kubernetes/client-node";
import { isNotFound } from "../cluster/apiError.ts";
import type { Cluster } from "../cluster/cluster.ts";
import { holds, member } from "./holds.ts";
import type { WorkloadRef } from "./verdict.ts";

const askMs = 250;
const releaseIdAnnotation = "releases/release-id";

/**
 * Waits until the cluster has the Deployment as Pulumi is applying it: the event tells that it begins, not that it is
 * done, and what is there until then is the release before.
 * @returns the generation that it then has
 */
export async function awaitApplied(
  cluster: Cluster,
  { namespace, name }: WorkloadRef,
  inputs: unknown,
  signal: AbortSignal,
): Promise<number> {
  for (;;) {
    const live = await cluster.apps.readNamespacedDeployment({ namespace, name }).catch((error: unknown) => {
      // While the API server is away it is asked again; Pulumi itself judges that.
      if (!isNotFound(error)) signal.throwIfAborted();
      return undefined;
    });
    if (live !== undefined && isApplied(live, inputs)) return live.metadata?.generation ?? 0;
    await sleep(askMs, undefined, { signal });
  }
}

/**
 * Whether it is as asked for: by the id of its release, which each step draws anew. Not by its number of pods: where an
 * autoscaler chooses it, or drift is kept, inputs name one that is never applied.
 */
export function isApplied(live: V1Deployment, inputs: unknown): boolean {
  const asked = member(member(member(inputs, "metadata"), "annotations"), releaseIdAnnotation);
  return holds(live.metadata?.annotations?.[releaseIdAnnotation], asked) && hasTemplate(live, inputs);
}

/** Whether the live pod template holds all that the inputs ask for; it also holds the API server's defaults. */
export function hasTemplate(live: V1Deployment, inputs: unknown): boolean {
  return holds(live.spec?.template, member(member(inputs, "spec"), "template"));
}
