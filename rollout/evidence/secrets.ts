import type { V1PodSpec } from "@kubernetes/client-node";
import { apiStatus } from "../../cluster/apiError.ts";
import type { Cluster } from "../../cluster/cluster.ts";

/** What a Secret holds, decoded; nothing where we have no right to know, undefined where it could not be asked for. */
export async function secretData(cluster: Cluster, namespace: string, name: string): Promise<string[] | undefined> {
  try {
    const { data = {} } = await cluster.core.readNamespacedSecret({ namespace, name });
    return Object.values(data).map((value) => Buffer.from(value, "base64").toString());
  } catch (error) {
    return apiStatus(error)?.code === 403 ? [] : undefined;
  }
}

/** The Secrets that a pod reads: in variables, all of them, and as files. */
export function secretNames(spec: V1PodSpec): string[] {
  const containers = [...(spec.initContainers ?? []), ...spec.containers];
  const names = [
    ...containers.flatMap(({ env = [] }) => env.map(({ valueFrom }) => valueFrom?.secretKeyRef?.name)),
    ...containers.flatMap(({ envFrom = [] }) => envFrom.map(({ secretRef }) => secretRef?.name)),
    ...(spec.volumes ?? []).map(({ secret }) => secret?.secretName),
    ...(spec.volumes ?? []).flatMap(({ projected }) => (projected?.sources ?? []).map(({ secret }) => secret?.name)),
  ];
  return [...new Set(names.filter((name) => name !== undefined))];
}
