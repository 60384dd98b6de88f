import { isNotFound } from "../../cluster/apiError.ts";
import type { Cluster } from "../../cluster/cluster.ts";
import { servedPort } from "../../components/config/servedPorts.ts";
import type { Service } from "../../components/config/stackConfig.ts";
import type { Track } from "../../components/objects/labels.ts";
import type { Tracks } from "./tracks.ts";
import { newPods, type RolloutSnapshot } from "../../rollout/snapshot.ts";

type Serving = Pick<Service, "name" | "namespace" | "ports">;

/**
 * Where each track is asked from inside the cluster: its own Service where it has one, else one of its pods. Absent where
 * there is neither, or the service has no port.
 */
export async function trackUrls(
  cluster: Cluster,
  service: Serving,
  tracks: Pick<Tracks, "snapshot">,
): Promise<Partial<Record<Track, string>>> {
  const urls = await Promise.all(
    (["canary", "stable"] as const).map(async (track) => {
      const url = await trackUrl(cluster, service, track, tracks.snapshot(track));
      return url === undefined ? {} : { [track]: url };
    }),
  );
  return Object.assign({}, ...urls) as Partial<Record<Track, string>>;
}

async function trackUrl(
  cluster: Cluster,
  service: Serving,
  track: Track,
  snapshot: RolloutSnapshot | undefined,
): Promise<string | undefined> {
  const port = service.ports[servedPort(service) ?? ""];
  if (port === undefined) return undefined;
  const name = `${service.name}-${track}`;
  if (await isThere(cluster, service.namespace, name)) {
    return `http://${name}.${service.namespace}:${port.service ?? port.container}`;
  }
  const ip = snapshot === undefined ? undefined : newPods(snapshot).flatMap(({ status }) => status?.podIP ?? [])[0];
  if (ip === undefined) return undefined;
  return `http://${ip.includes(":") ? `[${ip}]` : ip}:${port.container}`;
}

async function isThere(cluster: Cluster, namespace: string, name: string): Promise<boolean> {
  try {
    await cluster.core.readNamespacedService({ namespace, name });
    return true;
  } catch (error) {
    if (isNotFound(error)) return false;
    throw error;
  }
}
