import type { V1ObjectMeta } from "@kubernetes/client-node";
import type { Reference } from "../../components/objects.ts";
import { apiProblem, apiStatus, isNotFound } from "../../cluster/apiError.ts";
import type { Cluster } from "../../cluster/cluster.ts";

/** What is known of an object that others keep; undefined where there is none, "unknown" where we may not look. */
export type Referenced = { keys: string[]; changedAt: Date } | undefined | "unknown";

/** Looks at an object that others keep; its values stay where they are. */
export async function referenced(cluster: Cluster, namespace: string, { kind, name }: Reference): Promise<Referenced> {
  try {
    if (kind === "PersistentVolumeClaim") {
      const { metadata } = await cluster.core.readNamespacedPersistentVolumeClaim({ namespace, name });
      // What is on a volume is seen at once.
      return { keys: [], changedAt: new Date(metadata?.creationTimestamp ?? 0) };
    }
    if (kind === "Secret") {
      const { data = {}, metadata = {} } = await cluster.core.readNamespacedSecret({ namespace, name });
      return { keys: Object.keys(data), changedAt: contentChangedAt(metadata) };
    }
    const {
      data = {},
      binaryData = {},
      metadata = {},
    } = await cluster.core.readNamespacedConfigMap({ namespace, name });
    return { keys: [...Object.keys(data), ...Object.keys(binaryData)], changedAt: contentChangedAt(metadata) };
  } catch (error) {
    if (isNotFound(error)) return undefined;
    if (apiStatus(error)?.code === 403) return "unknown";
    throw apiProblem(error, `reading ${kind} ${name} in namespace ${namespace}`);
  }
}

/** When somebody last set an entry; a label's change is none. */
export function contentChangedAt({ creationTimestamp, managedFields = [] }: V1ObjectMeta): Date {
  const times = managedFields
    .filter(({ fieldsV1 }) => fieldsV1 !== undefined && ("f:data" in fieldsV1 || "f:binaryData" in fieldsV1))
    .map(({ time }) => new Date(time ?? 0).getTime());
  return new Date(Math.max(new Date(creationTimestamp ?? 0).getTime(), ...times));
}
