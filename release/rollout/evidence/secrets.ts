import type { V1PodSpec } from "@kubernetes/client-node";
import type { Cluster } from "../../cluster/cluster.ts";
import type { RolloutSnapshot } from "../snapshot.ts";

/** The decoded values of the Secrets that the workload's pods refer to; those that may not be read are left out. */
export async function secretValues(cluster: Cluster, namespace: string, snapshot: RolloutSnapshot): Promise<string[]> {
  const specs = [snapshot.deployment?.spec?.template.spec, ...snapshot.pods.map(({ spec }) => spec)];
  const names = new Set(specs.flatMap((spec) => (spec === undefined ? [] : secretNames(spec))));
  const secrets = await Promise.all(
    [...names].map((name) => cluster.core.readNamespacedSecret({ namespace, name }).catch(() => undefined)),
  );
  return secrets.flatMap((secret) =>
    Object.values(secret?.data ?? {}).map((value) => Buffer.from(value, "base64").toString()),
  );
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
