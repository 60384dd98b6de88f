import { copyFile, cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { cached, goBuild, hashOf, isCached, kubernetesVersion, moduleFolder } from "./build.ts";
import type { StepReport } from "./events.ts";
import { run } from "./host/run.ts";

const source = join(import.meta.dirname, "kube");
const parentwatch = join(import.meta.dirname, "parentwatch");
const helperSource = join(import.meta.dirname, "helper");
/** How many packages a cold build compiles: for the share shown while it runs. */
const packages = 3080;
/** Release 4.25.0 of the provider; package.json has the SDK of the same one. */
const provider = {
  module: "github.com/pulumi/pulumi-kubernetes/provider/v4",
  version: "4.25.0",
  schema: join("cmd", "pulumi-resource-kubernetes", "schema.json"),
  /** Without component resources, of which lab/kube/lean tells. */
  replaced: join("pkg", "provider", "provider_construct.go"),
};

/** Tells how far Go is, from what it prints: modules that it fetches, then packages that it compiles. */
export function countPackages(report: Pick<StepReport, "say">, packages?: number): (line: string) => void {
  const ofAll = packages === undefined ? "" : `of about ${packages} `;
  let fetched = 0;
  let compiled = 0;
  return (line) => {
    if (line.startsWith("go: ")) {
      fetched += 1;
      if (fetched % 10 === 0) report.say(`fetched ${fetched} modules`);
    } else {
      compiled += 1;
      if (compiled % 25 === 0) report.say(`compiled ${compiled} ${ofAll}packages`);
    }
  };
}

/** Where the build's parts are, and what they were built from. */
export interface KubeBuild {
  key: string;
  /** Kubernetes in one binary. */
  kube: string;
  /** CoreDNS, of which the same holds as of the provider. */
  dns: string;
  /** Pulumi's Kubernetes provider: of the packages that it compiles, Kubernetes has half. */
  provider: { command: string; version: string; schema: string };
}

/** Builds Kubernetes, its DNS and Pulumi's provider for it, from Go modules, unless they are cached. */
export async function buildKube(cache: string, report: StepReport): Promise<KubeBuild> {
  const key = await hashOf(source, await hashOf(parentwatch), kubernetesVersion, provider.version, process.arch);
  const ready = isCached(cache, "kube", key);
  if (ready) report.skip("built before");
  else report.say(`Kubernetes ${kubernetesVersion} from source: about 7 minutes on 2 cores, once`);
  const directory = await cached(cache, "kube", key, async (building) => {
    const flags = [
      `-X k8s.io/component-base/version.gitVersion=${kubernetesVersion}`,
      `-X main.version=${provider.version}`,
    ];
    const module = await moduleFolder(source, provider.module);
    const modFile = await leanProvider(module, join(building, "source"));
    await goBuild(source, `${building}/`, {
      ...{ flags, packages: [".", "./provider", "./dns"], modFile, onLine: countPackages(report, packages) },
    });
    await copyFile(join(module, provider.schema), join(building, "schema.json"));
    await rm(join(building, "source"), { recursive: true });
  });
  if (!ready) report.done(`Kubernetes ${kubernetesVersion}, Pulumi's provider ${provider.version}`);
  const at = (name: string): string => join(directory, name);
  return {
    key,
    kube: at("kube"),
    dns: at("dns"),
    provider: { command: at("provider"), version: provider.version, schema: at("schema.json") },
  };
}

/**
 * The provider's sources without its component resources: lab/kube/lean says why.
 * @returns the go.mod that builds with them
 */
async function leanProvider(module: string, folder: string): Promise<string> {
  const sources = join(folder, "provider");
  await mkdir(folder);
  await cp(module, sources, { recursive: true });
  await run("chmod", ["-R", "u+w", sources]);
  await copyFile(join(source, "lean", "provider_construct.go.txt"), join(sources, provider.replaced));
  const modFile = join(folder, "go.mod");
  const replaced = `\nreplace ${provider.module} => ${sources}\n`;
  await writeFile(modFile, (await readFile(join(source, "go.mod"), "utf8")) + replaced);
  await copyFile(join(source, "go.sum"), join(folder, "go.sum"));
  return modFile;
}

/** Builds the lab's own small servers (forward, registry) unless they are cached. @returns the binary's path */
export async function buildHelper(cache: string): Promise<string> {
  const directory = await cached(cache, "helper", await hashOf(helperSource, process.arch), (building) =>
    goBuild(helperSource, join(building, "helper")),
  );
  return join(directory, "helper");
}
