import { readdir, readFile } from "node:fs/promises";
import { runs } from "../host/processGone.ts";
import { stackVariable } from "./cli.ts";

/**
 * Ends what outlived a kill -9 of the CLI and its guard: providers, the program. Found by the mark in their environment,
 * once the session they belong to has lost its leader. Linux only: elsewhere they end by themselves after a while.
 * @param stack as {@link stackVariable} names it
 * @returns a sentence where there were any
 */
export async function endLeftovers(stack: string): Promise<string[]> {
  const pids = (await readdir("/proc").catch(() => [])).filter((name) => /^\d+$/.test(name));
  const left = await Promise.all(pids.map(async (pid) => ((await isLeft(pid, stack)) ? Number(pid) : undefined)));
  const ended = left.filter((pid) => pid !== undefined);
  for (const pid of ended) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // Gone by now.
    }
  }
  return ended.length === 0 ? [] : [`ended ${ended.length} processes that a killed update had left running`];
}

async function isLeft(pid: string, stack: string): Promise<boolean> {
  try {
    const environment = await readFile(`/proc/${pid}/environ`, "utf8");
    if (!environment.split("\0").includes(`${stackVariable}=${stack}`)) return false;
    const [state, , , session] = (await readFile(`/proc/${pid}/stat`, "utf8")).replace(/^.*\) /s, "").split(" ");
    return state !== "Z" && !runs(Number(session));
  } catch {
    return false;
  }
}
