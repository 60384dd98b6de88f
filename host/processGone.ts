import { readFileSync } from "node:fs";

/** Linux counts process times in these (sysconf _SC_CLK_TCK, 100 on every supported machine). */
const ticksPerSecond = 100;
/** /proc's clock is coarse: a process counts as younger than the lock only beyond this. */
const toleranceMs = 2_000;

/**
 * Whether a process of this number runs, whoever it belongs to. One that has ended and that nobody has fetched yet does
 * not: where the first process of a container fetches none, it keeps its number for good.
 */
export function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/^[ZX]/.test(stat(pid)?.[0] ?? "");
  } catch (error) {
    // EPERM: it is there, and another user's.
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}

/** Clock ticks from boot to the process's start, which no change of the clock touches; undefined where /proc cannot say. */
export function startTicks(pid: number): string | undefined {
  return stat(pid)?.[19];
}

/** The fields of /proc/PID/stat from the state on; undefined where there is none. */
function stat(pid: number): string[] | undefined {
  try {
    return readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /s, "")
      .split(" ");
  } catch {
    return undefined;
  }
}

/** When a process began, in ms since 1970; undefined where /proc cannot say. */
function startedAt(pid: number): number | undefined {
  try {
    const bootSeconds = Number(/^btime (\d+)$/m.exec(readFileSync("/proc/stat", "utf8"))?.[1]);
    const started = (bootSeconds + Number(startTicks(pid)) / ticksPerSecond) * 1000;
    return Number.isFinite(started) ? started : undefined;
  } catch {
    return undefined;
  }
}

/** Whether the process of this machine that wrote something at `since` is gone; a newer one with its number does not count. */
export function isGone(pid: number, since: Date): boolean {
  if (!runs(pid)) return true;
  const started = startedAt(pid);
  return started !== undefined && started > since.getTime() + toleranceMs;
}
