import { importNeeded } from "./addImages.ts";
import { daemons, type Binaries, type DaemonName } from "./daemons.ts";
import { step, type LabEmit } from "./events.ts";
import type { Cgroups } from "./host/cgroup.ts";
import { livingDaemon, startDaemon } from "./host/processes.ts";
import type { ImageArchive } from "./images/build.ts";
import type { LabPaths } from "./paths.ts";
import { awaitApi, awaitContainerd, awaitNode } from "./ready.ts";

/** Starts the daemons that do not run, in the order in which they need one another, and imports the images meanwhile. */
export async function startDaemons(
  paths: LabPaths,
  cgroups: Cgroups,
  binaries: Binaries,
  archives: ImageArchive[],
  emit: LabEmit,
): Promise<void> {
  const start = (...names: DaemonName[]): Promise<void> => startAll(paths, cgroups, binaries, names);
  // Both come to their end before one's failure is told: a clean-up must not meet the other one at work.
  const both = await Promise.allSettled([
    step(emit, "start containerd", async () => {
      await start("containerd", "registry");
      await awaitContainerd(paths, cgroups);
    }).then(() => step(emit, "import images", (report) => importNeeded(paths, archives, report))),
    step(emit, "start the API server", async () => {
      await start("etcd", "kube-apiserver", "forward");
      await awaitApi(paths, cgroups);
    }),
  ]);
  for (const result of both) if (result.status === "rejected") throw result.reason;
  await step(emit, "start the node", async () => {
    const since = new Date();
    await start("kube-controller-manager", "kube-scheduler", "kubelet", "kube-proxy");
    await awaitNode(paths, cgroups, since);
  });
}

async function startAll(paths: LabPaths, cgroups: Cgroups, binaries: Binaries, names: DaemonName[]): Promise<void> {
  const all = daemons(paths, binaries);
  for (const name of names) {
    if ((await livingDaemon(paths, cgroups, name)) === undefined) await startDaemon(paths, cgroups, all[name]);
  }
}
