import { setTimeout as sleep } from "node:timers/promises";
import type { V1Deployment } from "@kubernetes/client-node";
import { isNotFound } from "../cluster/apiError.ts";
import type { Cluster } from "../cluster/cluster.ts";
import { holds, member } from "./holds.ts";
import type { Manifest } from "./manifest.ts";
import type { WorkloadRef } from "./verdict.ts";

/** What Pulumi is applying, and what it has applied before, where there is any. */
export interface Change {
  inputs: Manifest;
  before?: Manifest | undefined;
}

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
  change: Change,
  signal: AbortSignal,
): Promise<number> {
  for (;;) {
    const live = await cluster.apps.readNamespacedDeployment({ namespace, name }).catch((error: unknown) => {
      // While the API server is away it is asked again; Pulumi itself judges that.
      if (!isNotFound(error)) signal.throwIfAborted();
      return undefined;
    });
    if (live !== undefined && isApplied(live, change)) return live.metadata?.generation ?? 0;
    await sleep(askMs, undefined, { signal });
  }
}

/**
 * Whether it is as asked for: by the id of its release, which each step draws anew. By its number of pods only where that
 * is changed: where an autoscaler chooses it, or drift is kept, inputs name one that is never applied, before and now.
 */
export function isApplied(live: V1Deployment, { inputs, before }: Change): boolean {
  const asked = member(member(member(inputs, "metadata"), "annotations"), releaseIdAnnotation);
  if (!holds(live.metadata?.annotations?.[releaseIdAnnotation], asked) || !hasTemplate(live, inputs)) return false;
  const [pods, podsBefore] = [inputs, before].map((of) => member(member(of, "spec"), "replicas"));
  // An autoscaler may have added some since, and those that go are not waited for.
  return before === undefined || typeof pods !== "number" || pods === podsBefore || (live.spec?.replicas ?? 1) >= pods;
}

/** Whether the live pod template holds all that the inputs ask for; it also holds the API server's defaults. */
export function hasTemplate(live: V1Deployment, inputs: unknown): boolean {
  return holds(live.spec?.template, member(member(inputs, "spec"), "template"));
}
