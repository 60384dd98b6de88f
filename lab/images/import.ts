import { run } from "../host/run.ts";
import type { LabPaths } from "../paths.ts";
import type { ImageArchive } from "./build.ts";

/** `ctr` for the lab's containerd, in the namespace that Kubernetes uses. */
export function ctr(paths: LabPaths, ...args: string[]): Promise<string> {
  return run("ctr", ["--address", paths.containerdSocket, "--namespace", "k8s.io", ...args]);
}

/** Imports what the lab does not have yet. @returns how many images were imported */
export async function importImages(paths: LabPaths, archive: ImageArchive): Promise<number> {
  const present = presentImages(await ctr(paths, "images", "list"));
  const missing = [...archive.digests].filter(([reference, digest]) => present.get(reference) !== digest);
  if (missing.length > 0) await ctr(paths, "images", "import", archive.path);
  return missing.length;
}

export async function haveImages(paths: LabPaths, references: readonly string[]): Promise<boolean> {
  const present = presentImages(await ctr(paths, "images", "list"));
  return references.every((reference) => present.has(reference));
}

/** Reference → digest, from the table of `ctr images list`. */
export function presentImages(table: string): Map<string, string> {
  const rows = table.split("\n").slice(1);
  return new Map(
    rows.flatMap((row) => {
      const [reference, , digest] = row.split(/\s+/);
      return reference && digest ? [[reference, digest] as const] : [];
    }),
  );
}
