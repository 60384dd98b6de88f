import type { CanaryParameters } from "./canary.ts";
import type { CanaryCheckParameters } from "./canaryAnalysis.ts";
import { suggest } from "./nearest.ts";
import type { RawStackConfig, Service } from "./stackConfig.ts";

/** The check of the pods' health, which every canary has. */
export const podsCheck = "pods";

/** What is filled in where a query names it. */
export const queryPlaceholders = ["namespace", "service", "track", "trackService", "window"] as const;

/** What is wrong with the checks of a canary: a line each, its path below `canary`. */
export function analysisErrors(service: Service, { analysis }: CanaryParameters, raw: RawStackConfig): string[] {
  return Object.entries(analysis).flatMap(([name, check]) =>
    [
      ...taken(name),
      ...unknownPort(service, check),
      ...unaskable(name, check, raw),
      ...queryErrors(check),
      ...boundErrors(check),
    ].map((line) => `.analysis.${name}${line}`),
  );
}

function taken(name: string): string[] {
  return name === podsCheck ? [": the pods' own health is always looked at under this name; choose another"] : [];
}

function unknownPort({ ports }: Service, { http }: CanaryCheckParameters): string[] {
  const known = Object.keys(ports);
  if (http?.port === undefined || known.includes(http.port)) return [];
  return [`.http.port: no port is called "${http.port}"; ${suggest(http.port, known)}`];
}

function unaskable(name: string, { prometheus }: CanaryCheckParameters, raw: RawStackConfig): string[] {
  if (prometheus === undefined || (raw.prometheus ?? undefined) !== undefined) return [];
  return [
    `.prometheus: stack ${raw.stack} has no Prometheus to ask; set releases:prometheus, e.g. monitoring/prometheus:9090, or leave the check out here: analysis: {${name}: null}`,
  ];
}

function queryErrors({ prometheus }: CanaryCheckParameters): string[] {
  return Object.entries(prometheus ?? {}).flatMap(([key, query = ""]) => {
    // `$1` is a group of label_replace.
    const named = [...query.matchAll(/\$\{?([A-Za-z_]\w*)/g)].map(([, placeholder = ""]) => placeholder);
    const unknown = [...new Set(named)].filter((one) => !queryPlaceholders.some((known) => known === one));
    return [
      ...unknown.map((one) => `.prometheus.${key}: there is no $${one} to fill in; ${suggest(one, queryPlaceholders)}`),
      ...(named.some((one) => one === "track" || one === "trackService")
        ? []
        : [
            `.prometheus.${key}: it would say the same of both tracks; name one of them by $track (stable, canary) or $trackService (web-stable, web-canary)`,
          ]),
    ];
  });
}

function boundErrors({ job, prometheus, minimum, tolerate, floor, max }: CanaryCheckParameters): string[] {
  const given = Object.entries({ minimum, tolerate, floor, max }).filter(([, value]) => value !== undefined);
  if (job !== undefined) return given.map(([key]) => `.${key}: a job is good by its exit code 0 alone; leave it out`);
  const isValue = prometheus?.value !== undefined;
  return [
    ...(tolerate === undefined || max === undefined
      ? []
      : [": it is held to the stable pods' figure (tolerate) or to a constant (max); say one of them"]),
    ...(isValue && floor !== undefined ? [".floor: a value has no share of errors; leave it out"] : []),
    ...(!isValue && max !== undefined && max > 100 ? [`.max: ${max} percent was given; allowed: 100 at most`] : []),
  ];
}
