import { readdir, readFile, rm } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { isGone } from "../host/processGone.ts";
import type { BackendFiles } from "./backend.ts";

export interface LockHolder {
  username: string;
  hostname: string;
  pid: number;
  since: Date;
  /** Whether that process is known to be gone (same host, no such pid). */
  stale: boolean;
}

/** Pulumi's lock file. https://github.com/pulumi/pulumi/blob/master/pkg/backend/diy/lock.go */
interface LockFile {
  pid: number;
  username: string;
  hostname: string;
  timestamp: string;
}

interface FoundLock {
  path: string;
  holder: LockHolder;
}

/** Who holds the state's lock; the first of several. */
export async function lockHolder(files: BackendFiles): Promise<LockHolder | undefined> {
  return (await readLocks(files))[0]?.holder;
}

/** Removes locks whose process is known to be gone. Returns a sentence for each. */
export async function breakStaleLocks(files: BackendFiles): Promise<string[]> {
  const stale = (await readLocks(files)).filter(({ holder }) => holder.stale);
  await Promise.all(stale.map(({ path }) => rm(path, { force: true })));
  return stale.map(({ holder }) => `took over the state's lock of ${describeHolder(holder)}: that process is gone`);
}

export function describeHolder({ username, hostname: host, pid, since }: LockHolder): string {
  return `${username}@${host}, process ${pid}, since ${since.toISOString()}`;
}

async function readLocks({ lockDir }: BackendFiles): Promise<FoundLock[]> {
  const names = await readdir(lockDir).catch(() => [] as string[]);
  const locks = await Promise.all(
    names
      .filter((name) => name.endsWith(".json"))
      .map(async (name): Promise<FoundLock | undefined> => {
        const path = join(lockDir, name);
        const text = await readFile(path, "utf8").catch(() => undefined);
        return text === undefined ? undefined : { path, holder: holderOf(text) };
      }),
  );
  return locks
    .filter((lock) => lock !== undefined)
    .sort((a, b) => a.holder.since.getTime() - b.holder.since.getTime() || (a.path < b.path ? -1 : 1));
}

/** A lock that nobody can read is somebody's all the same. */
function holderOf(text: string): LockHolder {
  try {
    const { pid, username, hostname: host, timestamp } = JSON.parse(text) as LockFile;
    const since = new Date(timestamp);
    return { pid, username, hostname: host, since, stale: host === hostname() && isGone(pid, since) };
  } catch {
    return { pid: 0, username: "somebody", hostname: "an unknown machine", since: new Date(0), stale: false };
  }
}
