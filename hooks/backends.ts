import { setTimeout as sleep } from "node:timers/promises";
import type { V1Deployment, V1EndpointSlice } from "@kubernetes/client-node";
import { apiStatus, isNotFound } from "../cluster/apiError.ts";
import type { Cluster } from "../cluster/cluster.ts";

const pauseMs = 100;
/** Where the Deployment says nothing of it. */
const defaultPatience = 120;

/** An HTTPRoute, a GRPCRoute or an Ingress, as far as it is looked at. */
export interface RouteInputs {
  metadata?: { namespace?: string };
  spec?: {
    rules?: {
      backendRefs?: { name: string; weight?: number }[];
      http?: { paths: { backend: { service?: { name: string } } }[] };
    }[];
  };
}

/** The Services of tracks that a route leads to. Pure. */
export function trackBackends({ spec }: RouteInputs): string[] {
  const names = (spec?.rules ?? []).flatMap(({ backendRefs = [], http }) => [
    ...backendRefs.filter(({ weight }) => weight !== 0).map(({ name }) => name),
    ...(http?.paths ?? []).flatMap(({ backend }) => backend.service?.name ?? []),
  ]);
  return [...new Set(names)].filter((name) => /-(stable|canary)$/.test(name));
}

/**
 * Waits until a route may lead to a track: Pulumi takes a Deployment that is only scaled for done at once, and a Service
 * has its endpoints a moment after it is made. Of a canary all pods have to be there, for its share is to come at once.
 * @returns what is missing, where it does not come in the Deployment's own time
 */
export async function awaitBackend(
  cluster: Pick<Cluster, "apps" | "objects">,
  namespace: string,
  service: string,
): Promise<string | undefined> {
  const name = service.replace(/-stable$/, "");
  const begun = Date.now();
  for (;;) {
    const deployment = await cluster.apps.readNamespacedDeployment({ namespace, name }).catch((error: unknown) => {
      if (isNotFound(error)) return undefined;
      throw error;
    });
    // Somebody else's, whose pods are made by nobody here.
    if (deployment === undefined) return undefined;
    const asked = deployment.spec?.replicas ?? 1;
    const wanted = service === name ? asked : Math.min(1, asked);
    const ready = Math.min(readyPods(deployment), await endpoints(cluster, namespace, service));
    if (ready >= wanted) return undefined;
    if (Date.now() - begun > patienceOf(deployment) * 1000) {
      return `${ready} of the ${wanted} pods of Deployment ${name} that it needs are ready after ${patienceOf(deployment)} s`;
    }
    await sleep(pauseMs);
  }
}

function patienceOf({ metadata }: V1Deployment): number {
  return Number(metadata?.annotations?.["pulumi.com/timeoutSeconds"] ?? defaultPatience);
}

/** None while the Deployment's controller has not seen what is asked for now. */
function readyPods({ metadata, status }: V1Deployment): number {
  const seen = (status?.observedGeneration ?? 0) >= (metadata?.generation ?? 0);
  return seen ? (status?.readyReplicas ?? 0) : 0;
}

/** Those that the Service leads to; as many as there may be, where nobody may look. */
async function endpoints({ objects }: Pick<Cluster, "objects">, namespace: string, service: string): Promise<number> {
  const selector = `kubernetes.io/service-name=${service}`;
  const [pretty, exact, toExport, fields] = [undefined, undefined, undefined, undefined];
  const kind = ["discovery.k8s.io/v1", "EndpointSlice"] as const;
  try {
    const { items } = await objects.list<V1EndpointSlice>(
      ...kind,
      namespace,
      pretty,
      exact,
      toExport,
      fields,
      selector,
    );
    const ready = items.flatMap(readyIn);
    return new Set(ready).size;
  } catch (error) {
    if (apiStatus(error)?.code === 403) return Infinity;
    throw error;
  }
}

/** By their pods: one has an endpoint in each family of addresses. The API server says null of none. */
function readyIn({ endpoints: all }: { endpoints?: V1EndpointSlice["endpoints"] | null }): string[] {
  return (all ?? []).flatMap(({ conditions, targetRef, addresses }) =>
    conditions?.ready === false ? [] : (targetRef?.name ?? addresses.join()),
  );
}
