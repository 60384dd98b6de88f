import type { Cluster } from "../cluster/cluster.ts";
import type { CanaryCheck } from "../components/config/canaryChecks.ts";
import { servedPort } from "../components/config/servedPorts.ts";
import type { Service } from "../components/config/stackConfig.ts";
import type { Track } from "../components/objects/labels.ts";
import type { Judge, Source } from "./check.ts";
import { countsJudge } from "./judges/counts.ts";
import { valuesJudge } from "./judges/values.ts";
import { httpCounts } from "./sources/http.ts";
import { prometheusCounts, prometheusValue } from "./sources/prometheus.ts";
import { instantQuery, type InstantQuery } from "./sources/prometheusApi.ts";
import { filledQuery, querySpan } from "./sources/query.ts";
import type { Tracks } from "./sources/tracks.ts";

/** A check that looks again and again. */
export type LookedCheck = Exclude<CanaryCheck, { kind: "job" }>;

export interface CheckSurroundings {
  cluster: Cluster;
  service: Service;
  prometheus: string | undefined;
  tracks: Tracks;
  /** When the step began, in ms since 1970. */
  since: number;
  /** 1/alpha: at which odds a canary is called worse. */
  odds: number;
}

/** What a check asks, and who judges the answers. */
export function checkSource(check: LookedCheck, of: CheckSurroundings): { source: Source; judge: Judge } {
  const { bound, interval, minimum } = check;
  const { odds, since } = of;
  const tracks: readonly Track[] = "max" in bound ? ["canary"] : ["canary", "stable"];
  if (check.kind === "value") {
    const source = asked(interval, tracks, of);
    const span = Math.max(interval, querySpan(filledQuery(check.value, source.places, "canary")));
    const judge = valuesJudge({ tolerate: 1, ...bound, minimum, odds, since, span });
    return { source: prometheusValue(source, check.value), judge };
  }
  const rule = "max" in bound ? { tolerate: 1, max: bound.max / 100 } : bound;
  const judge = countsJudge({ ...rule, floor: check.floor / 100, minimum, odds, since });
  if (check.kind === "counts") return { source: prometheusCounts(asked(interval, tracks, of), check), judge };
  return { source: httpSource(check, tracks, of), judge };
}

function asked(window: number, tracks: readonly Track[], { cluster, service, prometheus }: CheckSurroundings) {
  const { namespace, name } = service;
  const query = prometheus === undefined ? unknownPrometheus : instantQuery(cluster, prometheus);
  return { query, tracks, places: { namespace, service: name, window } };
}

const unknownPrometheus: InstantQuery = () =>
  Promise.reject(new Error("nobody says where Prometheus is: set releases:prometheus"));

function httpSource(
  { path, port }: Extract<CanaryCheck, { kind: "http" }>,
  tracks: readonly Track[],
  { cluster, service, tracks: seen }: CheckSurroundings,
): Source {
  const name = port ?? servedPort(service) ?? "";
  const number = service.ports[name]?.container;
  if (number === undefined) return () => Promise.resolve({ trouble: `service ${service.name} has no port ${name}` });
  const { namespace } = service;
  return httpCounts({ cluster, namespace, path, port: number, tracks, seen: (track) => seen.snapshot(track) });
}
