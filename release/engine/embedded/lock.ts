import { randomUUID } from "node:crypto";
import { mkdir, readdir, readFile, rm } from "node:fs/promises";
import { hostname, userInfo } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { exitCodes, Problem } from "../../../errors/problem.ts";
import type { LockHolder } from "../engine.ts";
import { writeAtomic } from "../../atomicFile.ts";
import { backendUnwritable, type Backend } from "./backend.ts";
import { isGone } from "../../processGone.ts";

/** How often, and after how long again, the first of several looks whether the others have stepped back. */
const looks = 20;
const betweenLooksMs = 50;

/** Pulumi's lock file. https://github.com/pulumi/pulumi/blob/master/pkg/backend/diy/lock.go */
interface LockFile {
  pid: number;
  username: string;
  hostname: string;
  timestamp: string;
}

export interface HeldLock {
  /** What was done about locks of processes that are gone, a sentence each. */
  notes: string[];
  release(): Promise<void>;
}

interface FoundLock {
  path: string;
  holder: LockHolder;
}

async function readLocks(backend: Backend): Promise<FoundLock[]> {
  const names = await readdir(backend.lockDir).catch(() => [] as string[]);
  const locks = await Promise.all(
    names
      .filter((name) => name.endsWith(".json"))
      .map(async (name): Promise<FoundLock | undefined> => {
        const path = join(backend.lockDir, name);
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

function describe({ username, hostname: host, pid, since }: LockHolder): string {
  return `${username}@${host}, process ${pid}, since ${since.toISOString()}`;
}

export async function lockHolder(backend: Backend): Promise<LockHolder | undefined> {
  const [first] = await readLocks(backend);
  return first?.holder;
}

/** Removes locks whose process is known to be gone. Returns a sentence for each. */
export async function breakStaleLocks(backend: Backend): Promise<string[]> {
  const stale = (await readLocks(backend)).filter(({ holder }) => holder.stale);
  await Promise.all(stale.map(({ path }) => rm(path, { force: true })));
  return stale.map(({ holder }) => `took over the state's lock of ${describe(holder)}: that process is gone`);
}

/**
 * Takes the stack's lock as Pulumi does: who finds no other lock once its own can be seen holds it. So two never hold it
 * at once, whatever their clocks say. Of several that start at the same moment the one whose file sorts first waits for
 * the others to step back, and they do.
 * @throws Problem STACK_LOCKED, exit 4, naming who holds it; BACKEND_UNWRITABLE.
 */
export async function acquireLock(backend: Backend): Promise<HeldLock> {
  const notes = await breakStaleLocks(backend);
  await mkdir(backend.lockDir, { recursive: true, mode: 0o700 });
  const [holder] = await readLocks(backend);
  if (holder !== undefined) throw lockedBy(holder);
  const path = join(backend.lockDir, `${randomUUID()}.json`);
  const content: LockFile = {
    pid: process.pid,
    username: userInfo().username,
    hostname: hostname(),
    timestamp: new Date().toISOString(),
  };
  await writeAtomic(path, JSON.stringify(content)).catch((error: unknown) => {
    throw backendUnwritable(backend, error);
  });
  // One that cannot be removed is known to be stale once this process has ended.
  const release = (): Promise<void> => rm(path, { force: true }).catch(() => undefined);
  for (let look = 1; ; look++) {
    const others = (await readLocks(backend)).filter((lock) => lock.path !== path && !lock.holder.stale);
    const [other] = others;
    if (other === undefined) return { notes, release };
    if (look === looks || others.some((lock) => lock.path < path)) {
      await release();
      throw lockedBy(other);
    }
    await sleep(betweenLooksMs);
  }
}

function lockedBy({ path, holder }: FoundLock): Problem {
  return new Problem({
    code: "STACK_LOCKED",
    what: `the stack's state is locked by ${describe(holder)}`,
    where: path,
    next: "wait until it has ended; if that process is gone, remove its lock with `release cancel` or `pulumi cancel`",
    exitCode: exitCodes.locked,
  });
}
