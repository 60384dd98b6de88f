import { join } from "node:path";
import { cached, goBuild, hashOf, isCached, kubernetesVersion } from "./build.ts";
import type { StepReport } from "./events.ts";

const source = join(import.meta.dirname, "kube");
const helperSource = join(import.meta.dirname, "helper");
/** How many packages a cold build compiles: for the share shown while it runs. */
const packages = 2750;

/** Tells how far Go is, from what it prints: modules that it fetches, then packages that it compiles. */
export function countPackages(report: Pick<StepReport, "say">): (line: string) => void {
  let fetched = 0;
  let compiled = 0;
  return (line) => {
    if (line.startsWith("go: ")) {
      fetched += 1;
      if (fetched % 10 === 0) report.say(`fetched ${fetched} modules`);
    } else {
      compiled += 1;
      if (compiled % 25 === 0) report.say(`compiled ${compiled} of about ${packages} packages`);
    }
  };
}

/** Builds the one Kubernetes binary from Go modules unless it is cached. @returns its path */
export async function buildKube(cache: string, report: StepReport): Promise<string> {
  const key = await hashOf(source, kubernetesVersion, process.arch);
  const ready = isCached(cache, "kube", key);
  if (ready) report.skip("built before");
  else report.say(`Kubernetes ${kubernetesVersion} from source: about 6 minutes on 2 cores, once`);
  const directory = await cached(cache, "kube", key, async (building) => {
    const flags = [`-X k8s.io/component-base/version.gitVersion=${kubernetesVersion}`];
    await goBuild(source, join(building, "kube"), flags, countPackages(report));
  });
  if (!ready) report.done(`Kubernetes ${kubernetesVersion}`);
  return join(directory, "kube");
}

/** Builds the lab's own small servers (forward, registry) unless they are cached. @returns the binary's path */
export async function buildHelper(cache: string): Promise<string> {
  const directory = await cached(cache, "helper", await hashOf(helperSource, process.arch), (building) =>
    goBuild(helperSource, join(building, "helper")),
  );
  return join(directory, "helper");
}
