import type { Service } from "../../components/config/stackConfig.ts";
import { podSelector, references } from "../../components/objects.ts";
import type { Cluster } from "../../cluster/cluster.ts";
import { apiProblem } from "../../cluster/apiError.ts";
import type { Emit } from "../events.ts";
import { referenced } from "./referenced.ts";

/**
 * Says of services whose pods stay as they are what of others has changed since those pods were made: a container
 * takes its variables once, when it starts.
 */
export async function noteStaleReferences(cluster: Cluster, services: readonly Service[], emit: Emit): Promise<void> {
  await Promise.all(
    services.map(async (service) => {
      const wanted = references(service).filter(({ kind }) => kind !== "PersistentVolumeClaim");
      if (wanted.length === 0) return;
      const since = await oldestPod(cluster, service);
      if (since === undefined) return;
      for (const reference of wanted) {
        const found = await referenced(cluster, service.namespace, reference);
        if (found === undefined || found === "unknown" || found.changedAt <= since) continue;
        const { kind, name } = reference;
        emit({
          type: "note",
          at: Date.now(),
          level: "warning",
          message: `${kind} ${name} has changed since the pods of ${service.name} were made (${time(found.changedAt)}); they take it up by: release restart ${service.name}`,
        });
      }
    }),
  );
}

async function oldestPod(cluster: Cluster, service: Service): Promise<Date | undefined> {
  const { name, namespace } = service;
  try {
    const labelSelector = Object.entries(podSelector(service))
      .map(([key, value]) => `${key}=${value}`)
      .join(",");
    const { items } = await cluster.core.listNamespacedPod({ namespace, labelSelector });
    const times = items
      .filter(({ metadata }) => metadata?.deletionTimestamp === undefined)
      .map(({ metadata }) => new Date(metadata?.creationTimestamp ?? 0).getTime());
    return times.length === 0 ? undefined : new Date(Math.min(...times));
  } catch (error) {
    throw apiProblem(error, `listing the pods of ${name} in namespace ${namespace}`);
  }
}

function time(at: Date): string {
  return `${at.toISOString().slice(0, 19)}Z`;
}
