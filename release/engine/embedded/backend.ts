import { existsSync } from "node:fs";
import { mkdir, readdir, readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { isAbsolute, join, resolve } from "node:path";
import { UnreachableProblem, UsageProblem } from "../../../errors/problem.ts";
import { writeAtomic } from "../../atomicFile.ts";
import type { Project } from "./project.ts";

/** Where Pulumi's file backend keeps a stack. https://www.pulumi.com/docs/iac/concepts/state-and-backends/ */
export interface Backend {
  /** `file:///srv/state` */
  url: string;
  /** Absolute path of the `.pulumi` folder. */
  root: string;
  /** The stack's checkpoint file. */
  stateFile: string;
  historyDir: string;
  lockDir: string;
}

/** Path of a `file://` URL: `~` is the home folder, a relative one counts from `base`. */
function pathOf(url: string, base: string): string {
  const path = url.slice("file://".length);
  if (path === "~" || path.startsWith("~/")) return join(homedir(), path.slice(1));
  return isAbsolute(path) ? path : resolve(base, path);
}

/**
 * From `PULUMI_BACKEND_URL` (relative to the working folder), else Pulumi.yaml (relative to it), else `~/.pulumi`.
 * @throws UsageProblem BACKEND_UNSUPPORTED for anything but file://.
 */
export function locateBackend(project: Project, stack: string, env: NodeJS.ProcessEnv): Backend {
  const fromEnv = env.PULUMI_BACKEND_URL;
  const [url, base] =
    fromEnv === undefined || fromEnv === ""
      ? [project.backendUrl ?? "file://~", project.dir]
      : [fromEnv, process.cwd()];
  if (!url.startsWith("file://")) {
    throw new UsageProblem({
      code: "BACKEND_UNSUPPORTED",
      what: `the embedded engine keeps state in file:// backends only; this one is ${url}`,
      where: fromEnv === undefined || fromEnv === "" ? join(project.dir, "Pulumi.yaml") : "PULUMI_BACKEND_URL",
      next: "use the pulumi engine (--engine pulumi), which needs the Pulumi CLI on PATH",
    });
  }
  const path = pathOf(url, base);
  const root = join(path, ".pulumi");
  return {
    url: `file://${path}`,
    root,
    stateFile: join(root, "stacks", project.name, `${stack}.json`),
    historyDir: join(root, "history", project.name, stack),
    lockDir: join(root, "locks", "organization", project.name, stack),
  };
}

/** Makes the folders, and the mark of Pulumi's current layout (stacks by project). @throws Problem where it cannot. */
export async function prepareBackend(backend: Backend): Promise<void> {
  try {
    const folders = [join(backend.stateFile, ".."), backend.historyDir, backend.lockDir];
    const existing = await readdir(backend.root).catch(() => [] as string[]);
    await Promise.all(folders.map((folder) => mkdir(folder, { recursive: true, mode: 0o700 })));
    if (!existing.includes("meta.yaml")) {
      if (existing.includes("stacks")) await refuseOldLayout(backend);
      await writeAtomic(join(backend.root, "meta.yaml"), "version: 1\n");
      return;
    }
  } catch (cause) {
    if (cause instanceof UsageProblem) throw cause;
    throw backendUnwritable(backend, cause);
  }
}

export function backendUnwritable(backend: Backend, cause: unknown): UnreachableProblem {
  return new UnreachableProblem({
    code: "BACKEND_UNWRITABLE",
    what: `the state backend cannot be written: ${cause instanceof Error ? cause.message : String(cause)}`,
    where: backend.root,
    next: "make room there, or give yourself the right to write, or name another place with PULUMI_BACKEND_URL",
    cause,
  });
}

/** Before projects had folders of their own, `stacks/` held the files of all stacks. */
async function refuseOldLayout(backend: Backend): Promise<void> {
  const entries = await readdir(join(backend.root, "stacks"));
  if (!entries.some((entry) => entry.endsWith(".json"))) return;
  throw new UsageProblem({
    code: "BACKEND_OLD",
    what: "the state backend has Pulumi's layout from before projects",
    where: backend.root,
    next: "run `pulumi state upgrade` once",
  });
}

/** The state file's text; undefined for a stack that was never updated. */
export async function readState(backend: Backend): Promise<string | undefined> {
  try {
    return await readFile(backend.stateFile, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") {
      refuseCompressed(backend);
      return undefined;
    }
    throw new UnreachableProblem({
      code: "STATE_UNREADABLE",
      what: `the stack's state cannot be read: ${error instanceof Error ? error.message : String(error)}`,
      where: backend.stateFile,
      next: "give yourself the right to read it",
      cause: error,
    });
  }
}

/** The CLI may keep states compressed: not to be taken for none. */
function refuseCompressed({ stateFile }: Backend): void {
  const compressed = [".gz", ".zst"].map((ending) => `${stateFile}${ending}`).find((path) => existsSync(path));
  if (compressed === undefined) return;
  throw new UsageProblem({
    code: "STATE_COMPRESSED",
    what: "the stack's state is compressed, which the embedded engine does not read",
    where: compressed,
    next: "use the pulumi engine: --engine pulumi",
  });
}
