import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { isGone } from "./processGone.ts";

export interface TemporaryFolder {
  path: string;
  remove: () => void;
}

/** Process ids mean something on one machine only; short, as the path of a socket may not be long. */
const machine = createHash("sha256").update(hostname()).digest("hex").slice(0, 4);

/**
 * A folder that only this user can open, gone with this process at the latest. One that was killed could not remove
 * its own: the next one does.
 * @param what for whoever looks into the temporary folder: `engine`
 */
export function temporaryFolder(what: string): TemporaryFolder {
  sweep();
  const path = mkdtempSync(join(tmpdir(), `release-${what}-${process.pid}-${machine}-`));
  const removeAtExit = (): void => {
    rmSync(path, { recursive: true, force: true });
  };
  process.once("exit", removeAtExit);
  return {
    path,
    remove: () => {
      process.removeListener("exit", removeAtExit);
      removeAtExit();
    },
  };
}

/** Another user's are left to that user. */
function sweep(): void {
  for (const name of readdirSync(tmpdir())) {
    const [, pid, made] = /^release-[a-z]+-(\d+)-([0-9a-f]{4})-\w{6}$/.exec(name) ?? [];
    if (pid === undefined || made !== machine) continue;
    const path = join(tmpdir(), name);
    try {
      if (isGone(Number(pid), statSync(path).mtime)) rmSync(path, { recursive: true, force: true });
    } catch {
      // Gone by now, or not ours.
    }
  }
}
