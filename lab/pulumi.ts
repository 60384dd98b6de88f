import { existsSync } from "node:fs";
import { link, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { UnreachableProblem } from "../errors/problem.ts";
import { labPulumiNote, labPulumiVersion } from "../host/labPlace.ts";
import { cached, fetchModules, goBuild, hashOf, isCached } from "./build.ts";
import type { StepReport } from "./events.ts";
import { writePrivate } from "./host/files.ts";
import { countPackages, type KubeBuild } from "./kube.ts";

const source = join(import.meta.dirname, "pulumi");
const parentwatch = join(import.meta.dirname, "parentwatch");
const commands = ["github.com/pulumi/pulumi/pkg/v3/cmd/pulumi", "./pulumi-language-nodejs", "./pulumi-resource-random"];
/** The release whose outputs the lab's own random provider has; package.json has the SDK to it. */
const randomVersion = "4.21.2";
/** How many packages a cold build compiles: for the share shown while it runs. */
const packages = 1450;

/** Fetches the modules, as far as they will be needed: there is time for that while something else is compiled. */
export async function fetchPulumi(cache: string): Promise<void> {
  if (!existsSync(join(cache, labPulumiNote))) await fetchModules(source, commands);
}

/**
 * Builds the CLI, its Node language host and its random provider from Go modules, unless they are built, and puts them
 * where it looks for them, the Kubernetes provider too.
 */
export async function buildPulumi(
  cache: string,
  { provider, key: kube }: KubeBuild,
  report: StepReport,
): Promise<void> {
  const key = await hashOf(source, await hashOf(parentwatch), kube, process.arch);
  const ready = isCached(cache, "pulumi", key);
  if (!ready) report.say(`Pulumi ${labPulumiVersion} from source: about 4 minutes on 2 cores, once`);
  const folder = await cached(cache, "pulumi", key, async (building) => {
    const bin = join(building, "bin");
    const flags = [
      `-X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${labPulumiVersion}`,
      `-X main.version=${randomVersion}`,
    ];
    await goBuild(source, `${bin}/`, {
      ...{ flags, packages: commands },
      onLine: countPackages(report, packages),
    });
    await plugin(building, "random", randomVersion, join(bin, "pulumi-resource-random"));
    const kubernetes = await plugin(building, "kubernetes", provider.version, provider.command);
    await link(provider.schema, join(kubernetes, "schema.json"));
  });
  await writePrivate(join(cache, labPulumiNote), JSON.stringify({ folder }));
  if (ready) report.skip("built before");
  else report.done(`Pulumi ${labPulumiVersion}`);
}

/** Puts a provider where the CLI looks for it; a second name for the file, so that no clean-up takes it away. @returns its folder */
async function plugin(building: string, name: string, version: string, command: string): Promise<string> {
  const folder = join(building, "home", "plugins", `resource-${name}-v${version}`);
  await mkdir(folder, { recursive: true });
  await link(command, join(folder, `pulumi-resource-${name}`));
  return folder;
}

/** @throws UnreachableProblem LAB_PULUMI_MISSING */
export function notBuilt(): never {
  throw new UnreachableProblem({
    code: "LAB_PULUMI_MISSING",
    what: "the lab has built no Pulumi CLI yet",
    next: "npm run lab -- pulumi",
  });
}
