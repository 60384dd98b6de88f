import { execFileSync } from "node:child_process";
import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";
import { runs, startTicks } from "./processGone.ts";

/** A process of one machine, as others find it written down. */
export interface KnownProcess {
  host: string;
  pid: number;
  /** Where its number means something: this boot of this machine, and there this namespace of process numbers. */
  machine?: string;
  /** When that process began, by the machine's own count: a later one may bear its number. */
  started?: string;
}

export function thisProcess(): KnownProcess {
  const machine = thisMachine();
  const started = startTicks(process.pid);
  return {
    host: hostname(),
    pid: process.pid,
    ...(machine === undefined ? {} : { machine }),
    ...(started === undefined ? {} : { started }),
  };
}

/** `elsewhere`: of another machine's, or another container's, nothing is known here. */
export type ProcessState = "runs" | "gone" | "elsewhere";

export function processState({ host, machine, pid, started }: KnownProcess): ProcessState {
  if (host !== hostname() || machine === undefined || machine !== thisMachine()) return "elsewhere";
  if (!runs(pid)) return "gone";
  const now = startTicks(pid);
  return started !== undefined && now !== undefined && now !== started ? "gone" : "runs";
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
    // Unknown: then no process counts as gone.
  }
  return machine;
}
