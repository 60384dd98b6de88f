import { spawn } from "node:child_process";
import { once } from "node:events";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { exitCodes, Problem } from "../../errors/problem.ts";
import { readIfThere, writePrivate } from "./files.ts";

export interface Lock {
  release: () => Promise<void>;
}

/**
 * One `up`, `down` or `reset` at a time. The kernel holds the lock for a `flock` process that ends when our pipe
 * to it closes, so a killed run never leaves a lock behind.
 * @param onWait told who holds it, before waiting begins
 */
export async function takeLock(directory: string, purpose: string, onWait: (holder: string) => void): Promise<Lock> {
  const holderFile = join(directory, "lock-holder");
  const first = await flock(directory, ["--nonblock"]);
  if (first === undefined) onWait((await readIfThere(holderFile)).trim() || "another run");
  const lock = first ?? (await flock(directory, []));
  if (lock === undefined) {
    throw new Problem({
      code: "LAB_LOCK_FAILED",
      what: "the lab's lock cannot be taken",
      where: join(directory, "lock"),
      next: "look whether the directory can be written to",
      exitCode: exitCodes.locked,
    });
  }
  await writePrivate(holderFile, `\`lab ${purpose}\` (process ${process.pid}, since ${new Date().toISOString()})\n`);
  return {
    release: async () => {
      await rm(holderFile, { force: true });
      await lock.release();
    },
  };
}

async function flock(directory: string, options: string[]): Promise<Lock | undefined> {
  const child = spawn("flock", [...options, join(directory, "lock"), "sh", "-c", "echo locked; exec cat"], {
    stdio: ["pipe", "pipe", "ignore"],
    detached: true, // Ctrl-C goes to the whole group: we let go only after our own clean-up
  });
  const ended = once(child, "close");
  const taken = await Promise.race([once(child.stdout, "data").then(() => true), ended.then(() => false)]);
  if (!taken) return undefined;
  return {
    release: async () => {
      child.stdin.end();
      await ended;
    },
  };
}
