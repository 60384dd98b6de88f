import type { Cluster } from "../../cluster/cluster.ts";
import { startLoad, type RunningLoad } from "./load.ts";

export interface Rates {
  /** Requests a second, over all connections. */
  newConnections: number;
  keptAlive: number;
}

/** Requests to a service from inside the cluster: half of the connections new for each, half kept alive. */
export async function startLoads(
  cluster: Cluster,
  { namespace, name }: { namespace: string; name: string },
  { newConnections, keptAlive }: Rates,
): Promise<RunningLoad[]> {
  const address = await cluster.core.readNamespacedService({ namespace, name });
  const common = {
    namespace,
    url: `http://${address.spec?.clusterIP ?? name}:${address.spec?.ports?.[0]?.port ?? 80}/`,
    connections: 8,
    seconds: 600,
  };
  return Promise.all([
    startLoad(cluster, { ...common, name: "new", keepAlive: false, rate: newConnections }),
    startLoad(cluster, { ...common, name: "kept", keepAlive: true, rate: keptAlive }),
  ]);
}
