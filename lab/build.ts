import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { run } from "./host/run.ts";

export const kubernetesVersion = "v1.34.4";

/** Hash of a folder's files, names and content: the same sources need no second build. */
export async function hashOf(folder: string, ...more: string[]): Promise<string> {
  const hash = createHash("sha256");
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  for (const file of files.sort())
    hash
      .update(`${file.slice(folder.length)}\0`)
      .update(await readFile(file))
      .update("\0");
  for (const text of more) hash.update(text).update("\0");
  return hash.digest("hex").slice(0, 16);
}

/**
 * Makes `<cache>/<name>-<key>/` by `make(directory)` unless it is there; a build that was killed leaves only a
 * temporary folder, which the next one removes.
 * @returns the directory
 */
export async function cached(
  cache: string,
  name: string,
  key: string,
  make: (directory: string) => Promise<void>,
): Promise<string> {
  const finished = join(cache, `${name}-${key}`);
  if (existsSync(finished)) return finished;
  const building = `${finished}.building`;
  await rm(building, { recursive: true, force: true });
  await mkdir(building, { recursive: true });
  await make(building);
  await rename(building, finished);
  return finished;
}

/** Where a cached build is or would be. */
export function isCached(cache: string, name: string, key: string): boolean {
  return existsSync(join(cache, `${name}-${key}`));
}

/**
 * Builds a Go program as a static binary that is the same wherever it is built.
 * @param onLine Go's `-v` output: one package a line
 */
export async function goBuild(
  source: string,
  output: string,
  flags: string[] = [],
  onLine?: (line: string) => void,
): Promise<void> {
  await run("go", ["build", "-v", "-trimpath", "-ldflags", ["-s -w", ...flags].join(" "), "-o", output, "."], {
    cwd: source,
    env: { ...process.env, CGO_ENABLED: "0", GOFLAGS: "-mod=readonly", GOWORK: "off" },
    ...(onLine === undefined ? {} : { onLine }),
  });
}
