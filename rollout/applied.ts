import { setTimeout as sleep } from "node:timers/promises";
import type { V1Deployment } from "@kubernetes/client-node";
import { isNotFound } from "../cluster/apiError.ts";
import type { Cluster } from "../cluster/cluster.ts";
import type { WorkloadRef } from "./verdict.ts";

const askMs = 250;
/** The key that marks a wrapped special value. https://github.com/pulumi/pulumi/blob/master/sdk/go/common/resource/sig/sig.go */
export const secretSignature = "4dabf18193072939515e22adb298388d";

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
    if (live !== undefined && hasTemplate(live, inputs)) return live.metadata?.generation ?? 0;
    await sleep(askMs, undefined, { signal });
  }
}

/** Whether the live pod template holds all that the inputs ask for; it also holds the API server's defaults. */
export function hasTemplate(live: V1Deployment, inputs: unknown): boolean {
  return holds(live.spec?.template, child(child(inputs, "spec"), "template"));
}

function holds(live: unknown, asked: unknown): boolean {
  if (asked === undefined || asked === null || isHidden(asked)) return true;
  if (Array.isArray(asked)) {
    return (
      Array.isArray(live) && live.length === asked.length && asked.every((item, index) => holds(live[index], item))
    );
  }
  if (typeof asked === "object") return Object.entries(asked).every(([key, value]) => holds(child(live, key), value));
  return live === undefined ? isEmpty(asked) : live === asked;
}

/** A secret: events show a stand-in for it, hooks get Pulumi's wrapping or an Output. */
function isHidden(asked: unknown): boolean {
  if (asked === "[secret]") return true;
  return typeof asked === "object" && asked !== null && (secretSignature in asked || "__pulumiOutput" in asked);
}

/** The API server leaves these out. */
function isEmpty(value: unknown): boolean {
  return value === "" || value === 0 || value === false;
}

function child(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[key] : undefined;
}
