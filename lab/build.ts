import { createHash, randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, stat, utimes } from "node:fs/promises";
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
 * temporary folder, which a later one removes. Of each name the three last used are kept.
 * @returns the directory
 */
export async function cached(
  cache: string,
  name: string,
  key: string,
  make: (directory: string) => Promise<void>,
): Promise<string> {
  const finished = join(cache, `${name}-${key}`);
  if (!existsSync(finished)) {
    // Another run may build the same: each in a folder of its own, and the first to finish wins.
    const building = `${finished}.${randomUUID()}.${process.pid}.building`;
    await mkdir(building, { recursive: true });
    await make(building);
    await rename(building, finished).catch(() => rm(building, { recursive: true, force: true }));
    await prune(cache, name);
  }
  const now = new Date();
  await utimes(finished, now, now);
  return finished;
}

const kept = 3;

async function prune(cache: string, name: string): Promise<void> {
  const entries = await readdir(cache);
  for (const abandoned of entries.filter((entry) => isAbandoned(entry, (pid) => existsSync(`/proc/${pid}`)))) {
    await rm(join(cache, abandoned), { recursive: true, force: true });
  }
  const builds = entries.filter(
    (entry) => entry.startsWith(`${name}-`) && /^[0-9a-f]{16}$/.test(entry.slice(name.length + 1)),
  );
  const ages = await Promise.all(
    builds.map(async (entry) => ({ entry, used: (await stat(join(cache, entry))).mtimeMs })),
  );
  for (const { entry } of ages.sort((one, two) => two.used - one.used).slice(kept)) {
    await rm(join(cache, entry), { recursive: true, force: true });
  }
}

/** Is this the temporary folder of a build whose process is gone? */
export function isAbandoned(entry: string, alive: (pid: string) => boolean): boolean {
  const pid = /\.(\d+)\.building$/.exec(entry)?.[1];
  return pid !== undefined && !alive(pid);
}

/** Where a cached build is or would be. */
export function isCached(cache: string, name: string, key: string): boolean {
  return existsSync(join(cache, `${name}-${key}`));
}

export interface GoBuildOptions {
  /** For the linker: `-X main.version=1`. */
  flags?: readonly string[];
  /** Default: the one in the folder itself. */
  packages?: readonly string[];
  /** In place of the folder's go.mod; its go.sum lies beside it. */
  modFile?: string;
  /** Hears Go's `-v` output: one package a line. */
  onLine?: (line: string) => void;
}

/** Nobody debugs these: without tables for a debugger they compile and link faster. */
const quickly = ["-trimpath", "-gcflags=all=-dwarf=false"];
/** The compiler spends a fifth of its time collecting garbage that a machine's memory has room for. */
const collectLater = { GOGC: "400" };

/** Whatever the person's own says: what is built is the same everywhere, of the modules that go.sum pins. */
const pinned = { CGO_ENABLED: "0", GOFLAGS: "-mod=readonly", GOWORK: "off" };

/** Builds Go programs as static binaries that are the same wherever they are built; into a folder where `output` ends with a slash. */
export async function goBuild(source: string, output: string, options: GoBuildOptions = {}): Promise<void> {
  const { flags = [], packages = ["."], modFile, onLine } = options;
  const link = ["-ldflags", ["-s -w", ...flags].join(" ")];
  const modules = modFile === undefined ? [] : [`-modfile=${modFile}`];
  await run("go", ["build", "-v", ...quickly, ...modules, ...link, "-o", output, ...packages], {
    cwd: source,
    env: { ...collectLater, ...process.env, ...pinned },
    ...(onLine === undefined ? {} : { onLine }),
  });
}

/** Fetches what these packages need before they are built. What fails is told by their build. */
export async function fetchModules(source: string, packages: readonly string[]): Promise<void> {
  await run("go", ["list", "-deps", "-f", "{{with .Error}}{{end}}", ...packages], {
    cwd: source,
    env: { ...process.env, ...pinned },
  }).catch(() => "");
}

/** Where Go keeps the sources of a module that go.sum pins. */
export async function moduleFolder(source: string, module: string): Promise<string> {
  const answer = await run("go", ["mod", "download", "-json", module], {
    cwd: source,
    env: { ...process.env, ...pinned },
  });
  return (JSON.parse(answer) as { Dir: string }).Dir;
}
