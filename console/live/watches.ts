import { NamespaceWatch } from "../../rollout/namespaceWatch.ts";
import type { Cluster } from "../../cluster/cluster.ts";

/** One set of watches for each namespace, whoever looks at it: of all stacks, and all browsers. */
export class Watches {
  readonly #watches = new Map<string, NamespaceWatch>();

  of(cluster: Cluster, namespace: string): NamespaceWatch {
    const key = `${cluster.server} ${namespace}`;
    const watch = this.#watches.get(key) ?? new NamespaceWatch(cluster, namespace);
    this.#watches.set(key, watch);
    return watch;
  }

  stop(): void {
    for (const watch of this.#watches.values()) watch.stop();
  }
}
