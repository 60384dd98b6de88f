import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A disk of its own that can be filled and be made read-only. */
export interface SmallDisk {
  path: string;
  /** Takes all the room but so many bytes, in steps of a page. */
  fill: (leave?: number) => void;
  /** Gives the room back. */
  clear: () => void;
  readOnly: (on: boolean) => void;
  remove: () => void;
}

/** Mounts a tmpfs, which only root may; undefined for anybody else. */
export function smallDisk(
  kilobytes: number,
  path = mkdtempSync(join(tmpdir(), "release-disk-")),
): SmallDisk | undefined {
  mkdirSync(path, { recursive: true });
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${kilobytes}k`, "none", path], { stdio: "ignore" });
  } catch {
    return undefined;
  }
  const ballast = join(path, "ballast");
  return {
    path,
    fill(leave = 0) {
      rmSync(ballast, { force: true });
      const { bavail, bsize } = statfsSync(path);
      writeFileSync(ballast, Buffer.alloc(Math.max(0, bavail * bsize - leave)));
    },
    clear() {
      rmSync(ballast, { force: true });
    },
    readOnly(on) {
      execFileSync("mount", ["-o", `remount,${on ? "ro" : "rw"}`, path]);
    },
    remove() {
      execFileSync("umount", ["--lazy", path]);
      rmSync(path, { recursive: true, force: true });
    },
  };
}

/** A small disk for the tests of one `describe`; skips them where none can be mounted. */
export function useSmallDisk(kilobytes: number): () => SmallDisk {
  let disk: SmallDisk | undefined;
  before(function () {
    disk = smallDisk(kilobytes);
    if (disk === undefined) this.skip();
  });
  after(() => {
    disk?.remove();
  });
  return () => {
    if (disk === undefined) throw new Error("useSmallDisk() gives its disk to tests and hooks only");
    return disk;
  };
}
