import { readFile, statfs } from "node:fs/promises";
import { homedir } from "node:os";
import { isAbsolute, join, resolve } from "node:path";
import { parse } from "yaml";
import { UnreachableProblem } from "../errors/problem.ts";
import type { StackLocation } from "../parameters/location.ts";

/** Where Pulumi keeps a stack. https://www.pulumi.com/docs/iac/concepts/state-and-backends/ */
export interface Backend {
  /** Without credentials: `file:///srv/state`, `s3://team-state?region=eu`, `https://api.pulumi.com`. */
  url: string;
  /** Set for one in a folder of this machine. */
  files?: BackendFiles;
}

export interface BackendFiles {
  /** Absolute path of the `.pulumi` folder. */
  root: string;
  /** The stack's state. */
  stateFile: string;
  lockDir: string;
}

/**
 * The stack's backend as the CLI finds it: `PULUMI_BACKEND_URL` (relative to the project's folder, where the CLI runs),
 * else Pulumi.yaml (relative to it), else what `pulumi login` chose.
 */
export async function locateBackend(
  { projectDir, stack }: StackLocation,
  env: NodeJS.ProcessEnv,
  home: string = homedir(),
): Promise<Backend> {
  const project = parse(await readFile(join(projectDir, "Pulumi.yaml"), "utf8")) as {
    name?: string;
    backend?: { url?: string };
  };
  const named = [env.PULUMI_BACKEND_URL, project.backend?.url, await loggedInTo(env, home)];
  const url = named.find((candidate) => candidate !== undefined && candidate !== "") ?? "https://api.pulumi.com";
  if (!url.startsWith("file://")) return { url: withoutCredentials(url) };
  const path = pathOf(url, projectDir, home);
  const root = join(path, ".pulumi");
  const name = project.name ?? "";
  return {
    url: `file://${path}`,
    files: {
      root,
      stateFile: join(root, "stacks", name, `${stack}.json`),
      lockDir: join(root, "locks", "organization", name, stack),
    },
  };
}

/** `~` is the home folder, a relative path counts from the project's. */
function pathOf(url: string, base: string, home: string): string {
  const path = url.slice("file://".length).replace(/\?.*$/, "");
  if (path === "~" || path.startsWith("~/")) return join(home, path.slice(1));
  return isAbsolute(path) ? path : resolve(base, path);
}

/** What `pulumi login` keeps. */
async function loggedInTo(env: NodeJS.ProcessEnv, home: string): Promise<string | undefined> {
  try {
    const file = join(env.PULUMI_HOME ?? join(home, ".pulumi"), "credentials.json");
    return (JSON.parse(await readFile(file, "utf8")) as { current?: string }).current;
  } catch {
    return undefined;
  }
}

function withoutCredentials(url: string): string {
  return url.replace(/^([a-z0-9]+:\/\/)[^/@]*@/, "$1");
}

/** A file backend writes the whole state anew with each step, and a copy beside it. */
const roomBytes = 16_000_000;

/**
 * The CLI leaves the state of a full disk empty: so there must be room before it starts.
 * @throws UnreachableProblem BACKEND_FULL
 */
export async function requireRoom({ files }: Backend): Promise<void> {
  if (files === undefined) return;
  const state = await readFile(files.stateFile).catch(() => undefined);
  const needed = roomBytes / 16 + 8 * (state?.byteLength ?? 0);
  const room = await statfs(resolve(files.root, "..")).catch(() => undefined);
  if (room === undefined || room.bavail * room.bsize >= needed) return;
  throw new UnreachableProblem({
    code: "BACKEND_FULL",
    what: `the state's disk has ${megabytes(room.bavail * room.bsize)} MB left; a release may write ${megabytes(needed)} MB, and a state cut off by a full disk is lost`,
    where: files.root,
    next: "make room there, or name another place with PULUMI_BACKEND_URL",
  });
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}
