import { get } from "node:https";
import { text } from "node:stream/consumers";
import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import type { Cluster } from "../cluster/cluster.ts";

/**
 * Watches that are open at the API server, by resource, as it counts them itself.
 * https://kubernetes.io/docs/reference/instrumentation/metrics/ (apiserver_longrunning_requests)
 */
export async function apiWatches({ kubeConfig, server }: Cluster): Promise<Map<string, number>> {
  const options = {};
  await kubeConfig.applyToHTTPSOptions(options);
  const [answer] = (await once(get(new URL("/metrics", server), options), "response")) as [IncomingMessage];
  return watchesIn(await text(answer));
}

/** Pure. @param metrics in Prometheus' text format */
export function watchesIn(metrics: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const line of metrics.split("\n")) {
    const [, labels = "", value = ""] = /^apiserver_longrunning_requests\{(.*)\} (\S+)$/.exec(line) ?? [];
    const label = (name: string) => new RegExp(`(?:^|,)${name}="([^"]*)"`).exec(labels)?.[1] ?? "";
    if (label("verb") !== "WATCH") continue;
    const resource = label("resource");
    counts.set(resource, (counts.get(resource) ?? 0) + Number(value));
  }
  return counts;
}
