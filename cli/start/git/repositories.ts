import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Machine } from "./machine.ts";
import { releasesFiles, serviceFiles } from "./files.ts";

/** A bare repository, and the checkout of whoever works on it. */
export interface Repository {
  name: string;
  bare: string;
  checkout: string;
}

/** The branch of all of them. */
export const branch = "main";

/** The releases' repository, and those of these services. */
export async function makeRepositories(
  machine: Machine,
  names: readonly string[],
  parts: { registry: string; namespace: string; checkout: string },
): Promise<{ releases: Repository; services: Map<string, Repository> }> {
  const state = `file://${join(machine.folder, "state")}`;
  const { kubeconfig } = machine;
  const releases = await makeRepository(
    machine,
    "releases",
    releasesFiles({ ...parts, services: names, state, kubeconfig }),
  );
  const services = new Map<string, Repository>();
  for (const name of names) services.set(name, await makeRepository(machine, name, serviceFiles(name)));
  return { releases, services };
}

async function makeRepository(machine: Machine, name: string, files: Record<string, string>): Promise<Repository> {
  const bare = join(machine.folder, `${name}.git`);
  const checkout = join(machine.folder, name);
  const git = (...args: string[]) => machine.git(checkout, "Ada", ...args);
  await mkdir(checkout);
  await git("init", "--quiet", "--bare", `--initial-branch=${branch}`, bare);
  await git("init", "--quiet", `--initial-branch=${branch}`);
  await git("remote", "add", "origin", `file://${bare}`);
  const repository = { name, bare, checkout };
  await commit(machine, repository, { author: "Ada", subject: "first", files });
  return repository;
}

export interface Change {
  author: string;
  subject: string;
  files: Record<string, string>;
}

/** Commits these files and pushes them. @returns the commit's id */
export async function commit(
  machine: Machine,
  { checkout }: Repository,
  { author, subject, files }: Change,
): Promise<string> {
  for (const [name, text] of Object.entries(files)) await writeFile(join(checkout, name), text);
  const git = (...args: string[]) => machine.git(checkout, author, ...args);
  await git("add", ".");
  await git("commit", "--quiet", "-m", subject);
  await git("push", "--quiet", "--set-upstream", "origin", branch);
  return git("rev-parse", "HEAD");
}
