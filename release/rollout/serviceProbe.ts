import { setTimeout as sleep } from "node:timers/promises";
import { apiStatus } from "../cluster/apiError.ts";
import type { Cluster } from "../cluster/cluster.ts";

/** Where a service is asked from outside its pods. */
export interface ServiceProbe {
  service: string;
  /** Port of the Service: its number or name. */
  port: number | string;
  /** Without a query: the API server's proxy would take it for a part of the path. */
  path: string;
}

export type ProbeOutcome =
  | { answered: true; seconds: number }
  /** The service answered with an error, or nothing stands behind it. */
  | { answered: false; message: string }
  /** We could not ask. */
  | { answered: undefined; note: string };

const attempts = 3;
const pauseMs = 500;

/** Asks a service through the API server's proxy; one good answer in three attempts will do. */
export async function probeService(cluster: Cluster, namespace: string, probe: ServiceProbe): Promise<ProbeOutcome> {
  let outcome = await probeOnce(cluster, namespace, probe);
  for (let attempt = 1; attempt < attempts && outcome.answered === false; attempt++) {
    await sleep(pauseMs);
    outcome = await probeOnce(cluster, namespace, probe);
  }
  return outcome;
}

async function probeOnce(
  cluster: Cluster,
  namespace: string,
  { service, port, path }: ServiceProbe,
): Promise<ProbeOutcome> {
  const name = `${service}:${port}`;
  const began = Date.now();
  try {
    await cluster.core.connectGetNamespacedServiceProxyWithPath({ namespace, name, path: path.replace(/^\//, "") });
    return { answered: true, seconds: (Date.now() - began) / 1000 };
  } catch (error) {
    const status = apiStatus(error);
    const asked = `GET ${path} of service ${namespace}/${name}`;
    if (status === undefined)
      return { answered: undefined, note: `not probed from outside: the API server did not answer ${asked}` };
    if (status.code === 401 || status.code === 403) {
      return {
        answered: undefined,
        note: `not probed from outside: no right to get services/proxy in namespace ${namespace}`,
      };
    }
    return { answered: false, message: `${asked} answered ${status.code}: ${status.message.slice(0, 200)}` };
  }
}
