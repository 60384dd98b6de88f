import { startLoad } from "../lab/load.ts";
import type { Cluster } from "../cluster/cluster.ts";
import type { Requests } from "./result.ts";

export interface Traffic {
  /** Ends it and counts. */
  stop(): Promise<Requests>;
}

/** Requests a second by connections of each kind: steady, and little enough to leave the processors to what is measured. */
const rates = { newConnections: 60, keptAlive: 120 };
/** It ends by itself after this time, in s. */
const longest = 1800;

/** Sends requests to one service until it is stopped. */
export async function startTraffic(cluster: Cluster, namespace: string, name: string): Promise<Traffic> {
  const { spec } = await cluster.core.readNamespacedService({ namespace, name });
  return startTrafficTo(`http://${spec?.clusterIP ?? name}:${spec?.ports?.[0]?.port ?? 80}/`);
}

/** Sends requests to an address inside the lab, half over new and half over kept-alive connections. */
export async function startTrafficTo(url: string): Promise<Traffic> {
  const common = { url, seconds: longest, connections: 6 };
  const loads = await Promise.all([
    startLoad({ ...common, rate: rates.newConnections, keepAlive: false }),
    startLoad({ ...common, rate: rates.keptAlive, keepAlive: true }),
  ]);
  return {
    async stop() {
      for (const load of loads) load.stop();
      const results = await Promise.all(loads.map(({ result }) => result));
      return {
        sent: results.reduce((sum, { sent }) => sum + sent, 0),
        failed: results.reduce((sum, { failed }) => sum + failed, 0),
      };
    },
  };
}

/** Does some work while requests are sent, which end with it however it ends. */
export async function underTraffic<T>(traffic: Traffic, work: () => Promise<T>): Promise<{ value: T; failed: number }> {
  try {
    const value = await work();
    return { value, failed: (await traffic.stop()).failed };
  } finally {
    // A second stop finds it ended.
    await traffic.stop();
  }
}
