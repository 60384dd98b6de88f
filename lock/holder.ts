import { execFileSync } from "node:child_process";
import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";
import { runs, startTicks } from "../host/processGone.ts";

/** Who holds the release lock, as the lease says it: a process of one machine. */
export interface Holder {
  operator: string;
  host: string;
  pid: number;
  release: string;
  /** Where its number means something: this boot of this machine, and there this namespace of process numbers. */
  machine?: string;
  /** When that process began, by the machine's own count: a later one may bear its number. */
  started?: string;
}

/** What this process puts into a lease. */
export function thisHolder(operator: string, release: string): Holder {
  const machine = thisMachine();
  const started = startTicks(process.pid);
  return {
    operator,
    host: hostname(),
    pid: process.pid,
    release,
    ...(machine === undefined ? {} : { machine }),
    ...(started === undefined ? {} : { started }),
  };
}

/** Whether its process is known to have ended. Of another machine's, or another container's, nothing is known here. */
export function isKnownGone({ host, machine, pid, started }: Holder): boolean {
  if (host !== hostname() || machine === undefined || machine !== thisMachine()) return false;
  if (!runs(pid)) return true;
  const now = startTicks(pid);
  return started !== undefined && now !== undefined && now !== started;
}

let machine: string | undefined;

/** Two containers may share the host's name, but not the namespace; two machines may share both, but not the boot. */
function thisMachine(): string | undefined {
  try {
    machine ??=
      process.platform === "linux"
        ? `${readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()}/${readlinkSync("/proc/self/ns/pid")}`
        : execFileSync("sysctl", ["-n", "kern.bootsessionuuid"], { encoding: "utf8", stdio: "pipe" }).trim();
  } catch {
    // Unknown: then no holder counts as gone.
  }
  return machine;
}
