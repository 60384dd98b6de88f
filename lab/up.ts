import { existsSync } from "node:fs";
import { Problem } from "../errors/problem.ts";
import { importNeeded } from "./addImages.ts";
import { writeConfig } from "./config/write.ts";
import { daemonNames, type Binaries } from "./daemons.ts";
import { deployDns } from "./dns.ts";
import { step, type LabEmit, type StepReport } from "./events.ts";
import { createCgroups, labCgroups, type Cgroups } from "./host/cgroup.ts";
import { privateDirectory } from "./host/files.ts";
import { takeLock } from "./host/lock.ts";
import { createNetwork } from "./host/network.ts";
import { requirePackages } from "./host/packages.ts";
import { livingDaemon } from "./host/processes.ts";
import { requireFreePort, requireRoot } from "./host/requirements.ts";
import { buildDnsArchive, buildLoad, buildPauseArchive, buildWebArchive, type ImageArchive } from "./images/build.ts";
import { buildHelper, buildKube, type KubeBuild } from "./kube.ts";
import { labImages, type MoreImages } from "./moreImages.ts";
import { labPaths, type LabPaths } from "./paths.ts";
import { buildPulumi, fetchPulumi } from "./pulumi.ts";
import { createSecrets, writeHostKubeconfig } from "./secrets.ts";
import { startDaemons } from "./startDaemons.ts";
import { labStatus, type LabState } from "./status.ts";
import { teardown } from "./teardown.ts";
import { topUpVolumes } from "./volumes.ts";

export interface LabUpOptions {
  emit: LabEmit;
  /** Default: the lab that the environment names. */
  paths?: LabPaths;
  /** What a person who is not root is told to run as root; default `npm run lab -- up`. */
  command?: string;
  /** An image beside its own, unless the lab has it. */
  image?: MoreImages;
}

/**
 * Brings the lab up, or only adds the images and volumes it lacks if it is. Built parts are kept, and so is the
 * data of an earlier `up`.
 * @throws Problem with a code that begins with LAB_; what was started keeps running, and a second call goes on
 */
export async function labUp({ emit, paths = labPaths(), command, image }: LabUpOptions): Promise<LabState> {
  requireRoot(command ?? "npm run lab -- up");
  await privateDirectory(paths.directory);
  const lock = await takeLock(paths.directory, "up", (holder) => {
    emit({ step: "wait", state: "running", seconds: 0, message: `another run is at work: ${holder}` });
  });
  try {
    const running = await labStatus(paths);
    const furnished = async (): Promise<void> => {
      await furnish(paths, emit);
      if (image !== undefined) await labImages({ which: image, emit, paths, unlessPresent: true });
    };
    if (running.ready) await complete(paths, emit, furnished);
    else await bringUp(paths, emit, furnished);
    return await labStatus(paths);
  } finally {
    await lock.release();
  }
}

/** What a running lab may lack: images that were changed since, volumes that were used up. */
async function complete(paths: LabPaths, emit: LabEmit, furnished: () => Promise<void>): Promise<void> {
  const kube = await step(emit, "build kubernetes", (report) => buildKube(paths.cache, report));
  await step(emit, "build pulumi", (report) => buildPulumi(paths.cache, kube, report));
  const archives = await step(emit, "build images", (report) => buildArchives(paths.cache, kube, report));
  await step(emit, "import images", (report) => importNeeded(paths, archives, report));
  await furnished();
}

/** A first time takes minutes, all of them compiling: what waits, for modules or for daemons, is done beside it. */
async function bringUp(paths: LabPaths, emit: LabEmit, furnished: () => Promise<void>): Promise<void> {
  await step(emit, "packages", requirePackages);
  const fetched = fetchPulumi(paths.cache);
  const [helper, kube] = await together(
    step(emit, "build helper", () => buildHelper(paths.cache)),
    step(emit, "build kubernetes", (report) => buildKube(paths.cache, report)),
  );
  await fetched;
  await together(
    step(emit, "build pulumi", (report) => buildPulumi(paths.cache, kube, report)),
    startCluster(paths, emit, helper, kube).then(furnished),
  );
}

async function startCluster(paths: LabPaths, emit: LabEmit, helper: string, built: KubeBuild): Promise<void> {
  const binaries = { helper, kube: built.kube };
  const archives = await step(emit, "build images", (report) => buildArchives(paths.cache, built, report));
  const cgroups = await labCgroups(paths.name);
  const start = (): Promise<void> => startDaemons(paths, cgroups, binaries, archives, emit);
  if ((await isAlive(paths, cgroups)) && (await repaired(start))) return;
  await step(emit, "clean up", async (report) => {
    if (!(await teardown(paths, cgroups))) report.skip("nothing left of an earlier run");
  });
  await step(emit, "prepare", () => prepare(paths, cgroups, binaries));
  await start();
}

/** Both, also where one fails: nothing goes on behind the error. */
async function together<A, B>(one: Promise<A>, other: Promise<B>): Promise<[A, B]> {
  await Promise.allSettled([one, other]);
  return Promise.all([one, other]);
}

/** Is there something to repair? Without its network namespace no daemon that still runs is of use. */
async function isAlive(paths: LabPaths, cgroups: Cgroups): Promise<boolean> {
  if (!existsSync(paths.netns) || !existsSync(paths.kubectl)) return false;
  const living = await Promise.all(daemonNames.map((name) => livingDaemon(paths, cgroups, name)));
  return living.some((pid) => pid !== undefined);
}

/** Starts what is missing and leaves the rest, so that pods go on; not everything can be mended like that. */
async function repaired(start: () => Promise<void>): Promise<boolean> {
  try {
    await start();
    return true;
  } catch (error) {
    if (error instanceof Problem) return false;
    throw error;
  }
}

async function prepare(paths: LabPaths, cgroups: Cgroups, binaries: Binaries): Promise<void> {
  await requireFreePort(paths.forwardPort);
  await createNetwork(paths.name, paths.netns);
  await createCgroups(cgroups);
  await createSecrets(paths);
  await writeHostKubeconfig(paths);
  await writeConfig(paths, binaries.kube);
}

/** What pods expect of a cluster, beside running at all. */
async function furnish(paths: LabPaths, emit: LabEmit): Promise<void> {
  // Pulumi makes no folder for its state.
  await privateDirectory(paths.state);
  await step(emit, "volumes", async () => {
    await topUpVolumes(paths);
  });
  await step(emit, "DNS", async () => {
    await deployDns(paths);
  });
}

async function buildArchives(cache: string, built: KubeBuild, report: StepReport): Promise<ImageArchive[]> {
  report.say("the sample server, the load generator");
  const small = [await buildPauseArchive(cache), await buildWebArchive(cache), (await buildLoad(cache)).archive];
  return [...small, await buildDnsArchive(cache, built)];
}
