import { importNeeded } from "./addImages.ts";
import { writeConfig } from "./config/write.ts";
import { daemons, type Binaries, type DaemonName } from "./daemons.ts";
import { step, type LabEmit } from "./events.ts";
import { createCgroups, labCgroups, type Cgroups } from "./host/cgroup.ts";
import { privateDirectory } from "./host/files.ts";
import { takeLock } from "./host/lock.ts";
import { createNetwork } from "./host/network.ts";
import { requirePackages } from "./host/packages.ts";
import { livingDaemon, startDaemon } from "./host/processes.ts";
import { requireFreePort, requireRoot } from "./host/requirements.ts";
import { buildLoad, buildPauseArchive, buildWebArchive } from "./images/build.ts";
import { buildHelper, buildKube } from "./kube.ts";
import { labPaths, type LabPaths } from "./paths.ts";
import { awaitApi, awaitContainerd, awaitNode } from "./ready.ts";
import { createSecrets, writeHostKubeconfig } from "./secrets.ts";
import { labStatus, type LabState } from "./status.ts";
import { teardown } from "./teardown.ts";
import { topUpVolumes } from "./volumes.ts";

export interface LabUpOptions {
  emit: LabEmit;
  /** Default: the lab that the environment names. */
  paths?: LabPaths;
}

/**
 * Brings the lab up, or does nothing if it is. Built parts are kept, data of an earlier `up` too.
 * @throws Problem with a code that begins with LAB_; what was started keeps running, and a second call goes on
 */
export async function labUp({ emit, paths = labPaths() }: LabUpOptions): Promise<LabState> {
  requireRoot("up");
  const running = await labStatus(paths);
  if (running.ready) return running;
  await privateDirectory(paths.directory);
  const lock = await takeLock(paths.directory, "up", (holder) => {
    emit({ step: "wait", state: "running", seconds: 0, message: `another run is at work: ${holder}` });
  });
  try {
    const meanwhile = await labStatus(paths);
    if (meanwhile.ready) return meanwhile;
    await bringUp(paths, emit);
    return await labStatus(paths);
  } finally {
    await lock.release();
  }
}

async function bringUp(paths: LabPaths, emit: LabEmit): Promise<void> {
  await step(emit, "packages", requirePackages);
  const binaries = {
    helper: await step(emit, "build helper", () => buildHelper(paths.cache)),
    kube: await step(emit, "build kubernetes", (report) => buildKube(paths.cache, report)),
  };
  const archives = await step(emit, "build images", async () => [
    await buildPauseArchive(paths.cache),
    await buildWebArchive(paths.cache),
    (await buildLoad(paths.cache)).archive,
  ]);
  const cgroups = await labCgroups(paths.name);
  await step(emit, "clean up", async (report) => {
    // Half of an earlier run (killed, or the machine went down) is no ground to build on.
    if (!(await teardown(paths, cgroups))) report.skip("nothing left of an earlier run");
  });
  await step(emit, "prepare", async () => {
    await requireFreePort(paths.forwardPort);
    await createNetwork(paths.name, paths.netns);
    await createCgroups(cgroups);
    await createSecrets(paths);
    await writeHostKubeconfig(paths);
    await writeConfig(paths, binaries.kube);
  });
  const start = (...names: DaemonName[]): Promise<void> => startAll(paths, cgroups, binaries, names);
  await Promise.all([
    step(emit, "start containerd", async () => {
      await start("containerd", "registry");
      await awaitContainerd(paths, cgroups);
    }).then(() =>
      step(emit, "import images", async (report) => {
        await importNeeded(paths, archives, report);
      }),
    ),
    step(emit, "start the API server", async () => {
      await start("etcd", "kube-apiserver", "forward");
      await awaitApi(paths, cgroups);
    }),
  ]);
  await step(emit, "start the node", async () => {
    const since = new Date();
    await start("kube-controller-manager", "kube-scheduler", "kubelet", "kube-proxy");
    await awaitNode(paths, cgroups, since);
  });
  await step(emit, "volumes", async (report) => {
    report.done(`${await topUpVolumes(paths)} free`);
  });
}

async function startAll(paths: LabPaths, cgroups: Cgroups, binaries: Binaries, names: DaemonName[]): Promise<void> {
  const all = daemons(paths, binaries);
  for (const name of names) {
    if ((await livingDaemon(paths, cgroups, name)) === undefined) await startDaemon(paths, cgroups, all[name]);
  }
}
