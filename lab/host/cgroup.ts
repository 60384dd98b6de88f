import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rmdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { readIfThere } from "./files.ts";

/**
 * Every process of a lab lives below a cgroup named like the lab: daemons, shims, containers and what `exec`
 * started. So "is this process ours" is asked of the kernel, and a reused process id cannot mislead us.
 */
export interface Cgroups {
  /** Directories that exist once the lab runs: one for each mounted hierarchy. */
  roots: string[];
  /** The one whose members are listed and joined. */
  processes: string;
}

/** The cgroup directories of a lab, read from /proc/self/mounts. */
export async function labCgroups(name: string): Promise<Cgroups> {
  return cgroupsFrom(await readFile("/proc/self/mounts", "utf8"), name);
}

/** Pure part of {@link labCgroups}. Both versions may be mounted: daemons then use v1, and runc marks v2 too. */
export function cgroupsFrom(mounts: string, name: string): Cgroups {
  const rows = mounts.split("\n").map((line) => line.split(" "));
  const controllers = rows.filter(([, path, type]) => path !== undefined && (type === "cgroup" || type === "cgroup2"));
  const roots = controllers.map(([, path]) => join(path ?? "", name));
  const pids = controllers.findIndex(
    ([, , type, options]) => type === "cgroup" && options?.split(",").includes("pids"),
  );
  const unified = controllers.findIndex(([, , type]) => type === "cgroup2");
  return { roots, processes: roots[pids] ?? roots[unified] ?? roots[0] ?? join("/sys/fs/cgroup", name) };
}

/** The members that a daemon, or a command of `exec`, joins: `daemons`, `exec`. */
export type Member = "daemons" | "exec";

export async function createCgroups(cgroups: Cgroups): Promise<void> {
  for (const root of cgroups.roots) {
    await delegateControllers(dirname(root));
    await mkdir(root, { recursive: true });
  }
  for (const member of ["daemons", "exec"]) await mkdir(join(cgroups.processes, member), { recursive: true });
  for (const root of cgroups.roots) {
    for (const [file, weight] of Object.entries(cpuWeights)) {
      if (existsSync(join(root, file))) await writeFile(join(root, file), weight);
    }
  }
}

/** On cgroup v2 a child has only the controllers that its parent hands down, and the kubelet asks for all of them. */
async function delegateControllers(parent: string): Promise<void> {
  const available = (await readIfThere(join(parent, "cgroup.controllers"))).split(/\s+/).filter(Boolean);
  for (const controller of available) await writeFile(join(parent, "cgroup.subtree_control"), `+${controller}`);
}

/**
 * As many shares as 20 ordinary processes. By default the kernel gives all pods together as much as one process
 * outside, and a busy machine (a build, a test run) would starve them.
 */
const cpuWeights = { "cpu.shares": "20480", "cpu.weight": "2000" };

/** A shell prefix that moves the shell into the cgroup before it becomes the command. */
export function joinCgroup(cgroups: Cgroups, member: Member): string {
  return `echo 0 > '${join(cgroups.processes, member, "cgroup.procs")}'`;
}

/** All processes below the directory, children's included; none if it does not exist. */
export async function processesIn(directory: string): Promise<number[]> {
  if (!existsSync(directory)) return [];
  const own = await readIfThere(join(directory, "cgroup.procs"));
  const below = await Promise.all((await subdirectories(directory)).map(processesIn));
  return [...own.split("\n").filter(Boolean).map(Number), ...below.flat()];
}

/** Removes the directories, deepest first. They must be empty of processes. */
export async function removeCgroups(cgroups: Cgroups): Promise<void> {
  for (const root of cgroups.roots) await removeTree(root);
}

async function removeTree(directory: string): Promise<void> {
  if (!existsSync(directory)) return;
  for (const child of await subdirectories(directory)) await removeTree(child);
  await rmdir(directory);
}

async function subdirectories(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isDirectory()).map((entry) => join(directory, entry.name));
}
