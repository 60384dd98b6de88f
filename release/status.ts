import type { V1Deployment } from "@kubernetes/client-node";
import { apiProblem } from "../cluster/apiError.ts";
import type { Cluster } from "../cluster/cluster.ts";
import type { Stack } from "../parameters/stack.ts";

/** One service as it runs now, beside what the stack's file says. */
export interface LiveStatus {
  service: string;
  namespace: string;
  /** Version that the cluster's Deployment asks for; absent where there is none. */
  runs?: string;
  /** Version that the stack's file asks for. */
  wanted: string;
  desired: number;
  available: number;
  state: "healthy" | "rolling" | "failing" | "absent";
  /** What a person should know; empty when all is well. */
  message: string;
}

export async function liveStatus(cluster: Cluster, stack: Stack): Promise<LiveStatus[]> {
  const namespaces = [...new Set([...stack.services.values()].map(({ namespace }) => namespace))];
  const deployments = new Map<string, V1Deployment>();
  await Promise.all(
    namespaces.map(async (namespace) => {
      try {
        const found = await cluster.apps.listNamespacedDeployment({ namespace });
        for (const item of found.items) deployments.set(`${namespace}/${item.metadata?.name ?? ""}`, item);
      } catch (error) {
        throw apiProblem(error, `listing the deployments of namespace ${namespace}`);
      }
    }),
  );
  return [...stack.services].map(([service, { namespace, parameters }]) => ({
    service,
    namespace,
    wanted: parameters.release.version,
    ...deploymentStatus(deployments.get(`${namespace}/${service}`)),
  }));
}

/** The Deployment's own account of itself. Pure. */
export function deploymentStatus(
  deployment: V1Deployment | undefined,
): Omit<LiveStatus, "service" | "namespace" | "wanted"> {
  if (deployment === undefined) return { desired: 0, available: 0, state: "absent", message: "not released yet" };
  const { spec, status } = deployment;
  const desired = spec?.replicas ?? 1;
  const available = status?.availableReplicas ?? 0;
  const image = spec?.template.spec?.containers[0]?.image;
  const runs = image === undefined ? undefined : versionOf(image);
  const progressing = status?.conditions?.find(({ type }) => type === "Progressing");
  const settled =
    (status?.observedGeneration ?? 0) >= (deployment.metadata?.generation ?? 0) &&
    (status?.updatedReplicas ?? 0) === desired &&
    (status?.replicas ?? 0) === desired;
  const base = { ...(runs === undefined ? {} : { runs }), desired, available };
  if (settled && available === desired) return { ...base, state: "healthy", message: "" };
  if (progressing?.status === "False")
    return { ...base, state: "failing", message: progressing.message ?? "no progress" };
  // A rollout that was through once, and now not one pod: an outage, and no rollout that just needs time.
  const down = available === 0 && progressing?.reason === "NewReplicaSetAvailable";
  return { ...base, state: down ? "failing" : "rolling", message: `${available} of ${desired} available` };
}

/** `docker.io/lab/web:v2` → `v2`; `…@sha256:ab…` → `sha256:ab…` */
export function versionOf(image: string): string {
  const digest = image.split("@")[1];
  if (digest !== undefined) return digest;
  return /:([^/:]+)$/.exec(image)?.[1] ?? "latest";
}
