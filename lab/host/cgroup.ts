import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rmdir } from "node:fs/promises";
import { join } from "node:path";
import { readIfThere } from "./files.ts";

/**
 * Every process of a lab lives below a cgroup named like the lab: daemons, shims, containers and what `exec`
 * started. So "is this process ours" is asked of the kernel, and a reused process id cannot mislead us.
 */
export interface Cgroups {
  /** Directories that exist once the lab runs: one per controller on cgroup v1, a single one on v2. */
  roots: string[];
  /** The one whose members are listed and joined. */
  processes: string;
}

/** The cgroup directories of a lab, read from /proc/self/mounts. */
export async function labCgroups(name: string): Promise<Cgroups> {
  return cgroupsFrom(await readFile("/proc/self/mounts", "utf8"), name);
}

/** Pure part of {@link labCgroups}. Controllers of v1 win: where they are mounted, containerd uses them. */
export function cgroupsFrom(mounts: string, name: string): Cgroups {
  const rows = mounts.split("\n").map((line) => line.split(" "));
  const v1 = rows.filter(([, path, type]) => type === "cgroup" && path !== undefined);
  const v2 = rows.filter(([, path, type]) => type === "cgroup2" && path !== undefined);
  const chosen = v1.length > 0 ? v1 : v2;
  const roots = chosen.map(([, path]) => join(path ?? "", name));
  const pids = chosen.findIndex(([, , , options]) => options?.split(",").includes("pids"));
  return { roots, processes: roots[pids] ?? roots[0] ?? join("/sys/fs/cgroup", name) };
}

/** The members that a daemon, or a command of `exec`, joins: `daemons`, `exec`. */
export type Member = "daemons" | "exec";

export async function createCgroups(cgroups: Cgroups): Promise<void> {
  for (const root of cgroups.roots) await mkdir(root, { recursive: true });
  for (const member of ["daemons", "exec"]) await mkdir(join(cgroups.processes, member), { recursive: true });
}

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
