import type { V1Deployment, V1EndpointSlice, V2HorizontalPodAutoscaler } from "@kubernetes/client-node";
import { apiStatus, isNotFound } from "../cluster/apiError.ts";
import type { Cluster } from "../cluster/cluster.ts";

/** In s, where the Deployment says nothing of it. */
export const defaultPatience = 120;

export type Asked = Pick<Cluster, "apps" | "core" | "objects">;

interface Looked {
  /** Of its Deployment. */
  name: string;
  ready: number;
  wanted: number;
  /** In s. */
  patience: number;
}

/** Undefined of what is no track of a service: its pods are made by nobody here. */
export async function lookAt(cluster: Asked, namespace: string, service: string): Promise<Looked | undefined> {
  const backend = await found(cluster.core.readNamespacedService({ namespace, name: service }));
  const { track, "app.kubernetes.io/name": of } = backend?.spec?.selector ?? {};
  if (of === undefined || (track !== "stable" && track !== "canary")) return undefined;
  const name = track === "canary" ? `${of}-canary` : of;
  const deployment = await found(cluster.apps.readNamespacedDeployment({ namespace, name }));
  if (deployment === undefined) return undefined;
  const asked = deployment.spec?.replicas ?? 1;
  const wanted = track === "canary" ? ((await leastPods(cluster, namespace, name)) ?? asked) : Math.min(1, asked);
  const ready = Math.min(readyPods(deployment), await endpoints(cluster, namespace, service));
  return { name, ready, wanted, patience: patienceOf(deployment) };
}

async function found<T>(asked: Promise<T>): Promise<T | undefined> {
  return asked.catch((error: unknown) => {
    if (isNotFound(error)) return undefined;
    throw error;
  });
}

/** What is declared of a canary with an autoscaler, which may have made more of it; undefined where there is none to see. */
async function leastPods({ objects }: Asked, namespace: string, name: string): Promise<number | undefined> {
  const scaler = { apiVersion: "autoscaling/v2", kind: "HorizontalPodAutoscaler", metadata: { namespace, name } };
  try {
    const read = await found(objects.read<V2HorizontalPodAutoscaler>(scaler));
    return read?.spec.minReplicas;
  } catch (error) {
    if (apiStatus(error)?.code === 403) return undefined;
    throw error;
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
