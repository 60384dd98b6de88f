import { readFileSync } from "node:fs";

/** Linux counts process times in these (sysconf _SC_CLK_TCK, 100 on every supported machine). */
const ticksPerSecond = 100;
/** /proc's clock is coarse: a process counts as younger than the lock only beyond this. */
const toleranceMs = 2_000;

/** When a process began, in ms since 1970; undefined where /proc cannot say. */
function startedAt(pid: number): number | undefined {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /s, "")
      .split(" ");
    const bootSeconds = Number(/^btime (\d+)$/m.exec(readFileSync("/proc/stat", "utf8"))?.[1]);
    const ticks = Number(fields[19]);
    const started = (bootSeconds + ticks / ticksPerSecond) * 1000;
    return Number.isFinite(started) ? started : undefined;
  } catch {
    return undefined;
  }
}

/** Whether the process of this machine that wrote something at `since` is gone; a newer one with its number does not count. */
export function isGone(pid: number, since: Date): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it is there, and another user's.
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return true;
  }
  const started = startedAt(pid);
  return started !== undefined && started > since.getTime() + toleranceMs;
}
