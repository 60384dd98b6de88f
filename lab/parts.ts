import { join } from "node:path";
import { cached, goBuild, hashOf } from "./build.ts";
import type { StepReport } from "./events.ts";
import { countPackages } from "./kube.ts";
import { labPaths } from "./paths.ts";

/** Real parts that few need, each from its Go module: built when first asked for, never by `up`. */
const parts = {
  /** An S3-compatible store, for a team's state. */
  s3: "github.com/johannesboyne/gofakes3/cmd/gofakes3",
  /** helm 4, to measure beside. */
  helm: "helm.sh/helm/v4/cmd/helm",
  /** What GitHub makes of a workflow. */
  actionlint: "github.com/rhysd/actionlint/cmd/actionlint",
  /** An OCI registry, to be asked for tags. */
  registry: "github.com/distribution/distribution/v3/cmd/registry",
  /** What asks for metrics, and answers for dashboards. */
  prometheus: "github.com/prometheus/prometheus/cmd/prometheus",
  /** What takes traces: a small program of the lab's around OpenTelemetry's own parts. */
  otelcol: ".",
  /** A gateway, for services with an HTTPRoute. */
  traefik: "github.com/traefik/traefik/v3/cmd/traefik",
  /** What walks canaries for others, to measure beside. */
  "argo-rollouts": "github.com/argoproj/argo-rollouts/cmd/rollouts-controller",
} as const;

export type LabPart = keyof typeof parts;

/** Builds a part unless it is built. @returns its command's path */
export async function labPart(
  name: LabPart,
  cache: string = labPaths().cache,
  report: Pick<StepReport, "say"> = { say: () => undefined },
): Promise<string> {
  const source = partSource(name);
  const key = await hashOf(source, process.arch);
  const onLine = countPackages(report);
  const folder = await cached(cache, name, key, (building) =>
    goBuild(source, join(building, name), { packages: [parts[name]], onLine }),
  );
  return join(folder, name);
}

/** The folder of the go.mod that pins a part. */
export function partSource(name: LabPart): string {
  return join(import.meta.dirname, "parts", name);
}
