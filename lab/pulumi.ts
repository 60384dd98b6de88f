import { accessSync, readFileSync } from "node:fs";
import { link, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { UnreachableProblem } from "../errors/problem.ts";
import { cached, goBuild, hashOf, isCached } from "./build.ts";
import type { StepReport } from "./events.ts";
import { writePrivate } from "./host/files.ts";
import { countPackages, type KubeBuild } from "./kube.ts";
import { labPaths } from "./paths.ts";

const source = join(import.meta.dirname, "pulumi");
const parentwatch = join(import.meta.dirname, "parentwatch");
const cli = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi";
/** Beside the builds: which one was used last. */
const note = "pulumi.json";

/** The CLI's release; package.json has the SDK of the same one. */
const pulumiVersion = "3.276.0";
/** The release whose outputs the lab's own random provider has; package.json has the SDK to it. */
const randomVersion = "4.21.2";
/** How many packages a cold build compiles: for the share shown while it runs. */
const packages = 1450;

/** Pulumi's CLI as the lab has built it. */
export interface LabPulumi {
  /** Absolute path of the command. */
  command: string;
  version: string;
  /** What it needs in its environment: plugins and settings of its own, never the user's. */
  env: Record<string, string>;
}

/** What was built last, if anything; cheap: one small file is read. */
export function labPulumi(cache: string = labPaths().cache): LabPulumi | undefined {
  try {
    const { folder } = JSON.parse(readFileSync(join(cache, note), "utf8")) as { folder: string };
    const command = join(folder, "bin", "pulumi");
    accessSync(command);
    return {
      command,
      version: pulumiVersion,
      env: {
        PULUMI_HOME: join(folder, "home"),
        PULUMI_SKIP_UPDATE_CHECK: "true",
        PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      },
    };
  } catch {
    return undefined;
  }
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
  if (!ready) report.say(`Pulumi ${pulumiVersion} from source: about 4 minutes on 2 cores, once`);
  const folder = await cached(cache, "pulumi", key, async (building) => {
    const bin = join(building, "bin");
    const flags = [
      `-X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${pulumiVersion}`,
      `-X main.version=${randomVersion}`,
    ];
    await goBuild(source, `${bin}/`, {
      ...{ flags, packages: [cli, "./pulumi-language-nodejs", "./pulumi-resource-random"] },
      onLine: countPackages(report, packages),
    });
    await plugin(building, "random", randomVersion, join(bin, "pulumi-resource-random"));
    const kubernetes = await plugin(building, "kubernetes", provider.version, provider.command);
    await link(provider.schema, join(kubernetes, "schema.json"));
  });
  await writePrivate(join(cache, note), JSON.stringify({ folder }));
  if (ready) report.skip("built before");
  else report.done(`Pulumi ${pulumiVersion}`);
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
