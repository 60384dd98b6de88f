import type { KubeConfig } from "@kubernetes/client-node";
import type { Cluster } from "../cluster/cluster.ts";
import { NamespaceWatch, type Listener } from "./namespaceWatch.ts";
import type { RolloutSnapshot } from "./snapshot.ts";
import type { WorkloadRef } from "./verdict.ts";

/** Changes come in bursts of several objects; one look at them together is enough. */
const gatherMs = 50;

/** A Deployment under observation. */
export interface Observation {
  /** The newest picture; undefined before the first one is complete. */
  snapshot(): RolloutSnapshot | undefined;
  /** Why the picture may be out of date; undefined when all is well. */
  trouble(): string | undefined;
  stop(): void;
}

/**
 * Observes a Deployment and what belongs to it; calls `changed` at most every 50 ms while anything of it changes.
 * All observations of one namespace share five watches, so that fifty workloads cost no more connections than one.
 */
export function observe(cluster: Cluster, workload: WorkloadRef, changed: () => void): Observation {
  const watch = take(cluster, workload.namespace);
  let timer: NodeJS.Timeout | undefined;
  const listener: Listener = {
    deployment: workload.name,
    changed() {
      timer ??= setTimeout(() => {
        timer = undefined;
        changed();
      }, gatherMs);
    },
  };
  watch.listeners.add(listener);
  // The watch may be an old one that has all we need already.
  if (watch.synced) listener.changed(undefined);
  return {
    snapshot: () => (watch.synced ? watch.store.snapshot(workload) : undefined),
    trouble: () => watch.trouble,
    stop() {
      clearTimeout(timer);
      watch.listeners.delete(listener);
      if (watch.listeners.size === 0) drop(cluster, workload.namespace, watch);
    },
  };
}

/** The watches in use, by connection and namespace. */
const watches = new WeakMap<KubeConfig, Map<string, NamespaceWatch>>();

function take(cluster: Cluster, namespace: string): NamespaceWatch {
  const byNamespace = watches.get(cluster.kubeConfig) ?? new Map<string, NamespaceWatch>();
  watches.set(cluster.kubeConfig, byNamespace);
  const watch = byNamespace.get(namespace) ?? new NamespaceWatch(cluster, namespace);
  byNamespace.set(namespace, watch);
  return watch;
}

function drop(cluster: Cluster, namespace: string, watch: NamespaceWatch): void {
  watch.stop();
  const byNamespace = watches.get(cluster.kubeConfig);
  if (byNamespace?.get(namespace) === watch) byNamespace.delete(namespace);
}
