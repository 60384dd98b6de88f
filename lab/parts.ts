import { join } from "node:path";
import { cached, goBuild, hashOf } from "./build.ts";
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
} as const;

type LabPart = keyof typeof parts;

/** Builds a part unless it is built. @returns its command's path */
export async function labPart(name: LabPart, cache: string = labPaths().cache): Promise<string> {
  const source = join(import.meta.dirname, "parts", name);
  const key = await hashOf(source, process.arch);
  const folder = await cached(cache, name, key, (building) =>
    goBuild(source, join(building, name), { packages: [parts[name]] }),
  );
  return join(folder, name);
}
