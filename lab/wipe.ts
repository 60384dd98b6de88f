import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { LabPaths } from "./paths.ts";

/** What the lab's lock is made of: others may be waiting for it. */
const kept = new Set(["lock", "lock-holder"]);

/** Forgets the cluster's data, secrets, images and volumes. The lab must be down. Builds are kept. */
export async function wipe(paths: LabPaths): Promise<void> {
  for (const entry of await readdir(paths.directory)) {
    if (!kept.has(entry)) await rm(join(paths.directory, entry), { recursive: true, force: true });
  }
}
