import { existsSync } from "node:fs";
import { readdir, readlink, rm } from "node:fs/promises";
import { join } from "node:path";
import { exitCodes, Problem } from "../errors/problem.ts";
import { daemonNames, type DaemonName } from "./daemons.ts";
import { processesIn, removeCgroups, type Cgroups } from "./host/cgroup.ts";
import { readIfThere } from "./host/files.ts";
import { unmountBelow } from "./host/mounts.ts";
import { removeNetwork } from "./host/network.ts";
import { endProcesses, livingDaemon } from "./host/processes.ts";
import type { LabPaths } from "./paths.ts";

/** Who goes first: nobody may restart, reschedule or report what we end next; the store goes last. */
const order: readonly (readonly DaemonName[])[] = [
  ["kubelet", "kube-proxy", "kube-scheduler", "kube-controller-manager"],
  ["forward", "registry", "kube-apiserver"],
  ["etcd"],
];

/**
 * Ends everything that runs and undoes everything that is mounted or made in the kernel. Data stays.
 * @returns false if there was nothing
 */
export async function teardown(paths: LabPaths, cgroups: Cgroups): Promise<boolean> {
  const roots = cgroups.roots.filter((root) => existsSync(root));
  const idle = roots.length === 0 && !existsSync(paths.netns) && (await unmountBelow(paths.directory)) === 0;
  const ids = await taskIds(paths);
  const sockets = await shimSockets(paths, ids);
  if (idle) {
    await removeLeftovers(paths, sockets, ids); // the machine was started anew: only files are left
    return false;
  }
  const [first = [], ...later] = order;
  await endDaemons(paths, cgroups, first);
  await endContainers(paths, cgroups);
  for (const names of later) await endDaemons(paths, cgroups, names);
  await endEverything(cgroups);
  await unmountBelow(paths.directory);
  await removeNetwork(paths.name, paths.netns);
  await removeCgroups(cgroups);
  await removeLeftovers(paths, sockets, ids);
  return true;
}

async function endDaemons(paths: LabPaths, cgroups: Cgroups, names: readonly DaemonName[]): Promise<void> {
  const living = async (): Promise<number[]> =>
    (await Promise.all(names.map((name) => livingDaemon(paths, cgroups, name)))).filter((pid) => pid !== undefined);
  await endProcesses(living, 8000);
}

/** Containers get the chance to write their data down; their shims and containerd end after them. */
async function endContainers(paths: LabPaths, cgroups: Cgroups): Promise<void> {
  await endProcesses(() => processesIn(join(cgroups.processes, "kubepods")), 5000);
  await endProcesses(() => processesIn(join(cgroups.processes, "exec")), 2000);
  const daemons = await Promise.all(daemonNames.map((name) => livingDaemon(paths, cgroups, name)));
  const shims = async (): Promise<number[]> => {
    const members = await processesIn(join(cgroups.processes, "daemons"));
    return members.filter((pid) => !daemons.includes(pid));
  };
  await endProcesses(shims, 2000);
  await endDaemons(paths, cgroups, ["containerd"]);
}

/** What no list knew of: a daemon whose pid file was lost, a container's grandchild. */
async function endEverything(cgroups: Cgroups): Promise<void> {
  const all = async (): Promise<number[]> => {
    const found = await Promise.all(cgroups.roots.map(processesIn));
    return [...new Set(found.flat())].filter((pid) => pid !== process.pid);
  };
  if (await endProcesses(all, 2000)) return;
  throw new Problem({
    code: "LAB_PROCESS_SURVIVES",
    what: `processes of the lab do not end even when killed: ${(await all()).join(", ")}`,
    next: "they wait for the kernel (ps -o stat,wchan -p PID tells for what); run the command again later",
    exitCode: exitCodes.unreachable,
  });
}

/** Ids of the sandboxes and containers that have a shim. */
async function taskIds(paths: LabPaths): Promise<string[]> {
  const tasks = tasksDirectory(paths);
  return existsSync(tasks) ? await readdir(tasks) : [];
}

function tasksDirectory(paths: LabPaths): string {
  return join(paths.directory, "containerd-state", "io.containerd.runtime.v2.task", "k8s.io");
}

/** Shims listen in /run/containerd/s, whatever containerd's own settings say; a killed one leaves its socket. */
async function shimSockets(paths: LabPaths, ids: string[]): Promise<string[]> {
  const addresses = await Promise.all(ids.map((id) => readIfThere(join(tasksDirectory(paths), id, "address"))));
  return addresses.map((address) => address.trim().replace("unix://", "")).filter((path) => path.startsWith("/run/"));
}

async function removeLeftovers(paths: LabPaths, sockets: string[], ids: string[]): Promise<void> {
  for (const socket of sockets) await rm(socket, { force: true });
  for (const part of ["containerd-state", "runc", "ipam", "run", "containerd.sock", "containerd.sock.ttrpc"]) {
    await rm(join(paths.directory, part), { recursive: true, force: true });
  }
  await removeLogLinks(join(paths.directory, "pod-logs"));
  await removeCniResults(ids);
}

const containerLogs = "/var/log/containers";

/** The kubelet links every container's log here; the place cannot be configured. */
async function removeLogLinks(target: string): Promise<void> {
  for (const name of existsSync(containerLogs) ? await readdir(containerLogs) : []) {
    const link = join(containerLogs, name);
    if ((await readlink(link).catch(() => "")).startsWith(target)) await rm(link, { force: true });
  }
}

const cniResults = "/var/lib/cni/results";

/** What CNI remembers of each sandbox's network, in a place that containerd does not let us choose. */
async function removeCniResults(ids: string[]): Promise<void> {
  for (const file of existsSync(cniResults) ? await readdir(cniResults) : []) {
    if (ids.some((id) => file.includes(id))) await rm(join(cniResults, file), { force: true });
  }
}
