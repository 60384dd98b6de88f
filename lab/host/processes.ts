import { spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { mkdir, rename } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Daemon, DaemonName } from "../daemons.ts";
import type { LabPaths } from "../paths.ts";
import { joinCgroup, processesIn, type Cgroups } from "./cgroup.ts";
import { readIfThere, writePrivate } from "./files.ts";

/** A process id is only a name that is given again: the start time tells which process is meant. */
export interface ProcessIdentity {
  pid: number;
  /** In clock ticks since boot, as /proc tells it. */
  startTime: string;
}

/** Starts a daemon that outlives us: its own session, log file, cgroup and (if inside) network namespace. */
export async function startDaemon(paths: LabPaths, cgroups: Cgroups, daemon: Daemon): Promise<void> {
  await mkdir(paths.logs, { recursive: true });
  const log = join(paths.logs, `${daemon.name}.log`);
  await rename(log, `${log}.1`).catch(() => undefined); // the first start has no older log
  const output = openSync(log, "a", 0o600);
  try {
    const enter = daemon.inside ? `nsenter --net='${paths.netns}' ` : "";
    // 022: containerd makes directories of containers' file systems with it, for users that are not root.
    const script = `umask 022; ${joinCgroup(cgroups, "daemons")} && exec ${enter}"$@"`;
    const child = spawn("sh", ["-c", script, "sh", ...daemon.argv], {
      cwd: paths.directory,
      detached: true,
      stdio: ["ignore", output, output],
      env: { PATH: process.env.PATH ?? "", HOME: paths.directory, ...daemon.env },
    });
    child.on("error", () => undefined); // seen as a daemon that is not alive
    child.unref();
    if (child.pid !== undefined) await recordPid(paths, cgroups, daemon.name, child.pid);
  } finally {
    closeSync(output);
  }
}

/** Waits until the process is where {@link livingDaemon} will look for it, or is gone. */
async function recordPid(paths: LabPaths, cgroups: Cgroups, name: DaemonName, pid: number): Promise<void> {
  const started = await startTime(pid);
  await mkdir(paths.run, { recursive: true });
  await writePrivate(join(paths.run, `${name}.pid`), `${pid} ${started ?? ""}\n`);
  while ((await startTime(pid)) !== undefined && !(await processesIn(cgroups.processes)).includes(pid)) await sleep(5);
}

/** The daemon's process, if it is alive and truly ours: same start time, member of the lab's cgroup. */
export async function livingDaemon(paths: LabPaths, cgroups: Cgroups, name: DaemonName): Promise<number | undefined> {
  const recorded = parsePidFile(await readIfThere(join(paths.run, `${name}.pid`)));
  if (recorded === undefined || (await startTime(recorded.pid)) !== recorded.startTime) return undefined;
  const members = await processesIn(cgroups.processes);
  return members.includes(recorded.pid) ? recorded.pid : undefined;
}

/** `PID STARTTIME`; nothing if a killed run left it empty or torn. */
export function parsePidFile(text: string): ProcessIdentity | undefined {
  const match = /^([1-9]\d*) (\d+)\n$/.exec(text);
  return match?.[1] && match[2] ? { pid: Number(match[1]), startTime: match[2] } : undefined;
}

/** When the process started; nothing if there is none, or only its corpse. */
export async function startTime(pid: number): Promise<string | undefined> {
  return parseStat(await readIfThere(`/proc/${pid}/stat`));
}

/** Field 22 of /proc/PID/stat; the name before it may hold spaces and brackets. Zombies count as gone. */
export function parseStat(stat: string): string | undefined {
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return fields[0] === "Z" || fields[0] === "X" ? undefined : fields[19];
}

/**
 * Ends processes: SIGTERM, then SIGKILL to what is left after `patience` ms. `find` is asked afresh each time, so
 * that only processes which still belong to the lab are signalled.
 * @returns false if some survived even that for 5 s
 */
export async function endProcesses(find: () => Promise<number[]>, patience: number): Promise<boolean> {
  for (const { signal, wait } of [
    { signal: "SIGTERM", wait: patience },
    { signal: "SIGKILL", wait: 5000 },
  ] as const) {
    const until = performance.now() + wait;
    for (const pid of await find()) send(pid, signal);
    while (performance.now() < until) {
      const left = await find();
      if (left.length === 0) return true;
      // What was forked meanwhile must not outlive the second round.
      if (signal === "SIGKILL") for (const pid of left) send(pid, signal);
      await sleep(30);
    }
  }
  return (await find()).length === 0;
}

function send(pid: number, signal: "SIGTERM" | "SIGKILL"): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended between our look and our signal.
  }
}
