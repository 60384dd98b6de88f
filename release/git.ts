import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { UsageProblem } from "../errors/problem.ts";
import type { GitState } from "../records/record.ts";

const run = promisify(execFile);

/** The state of the checkout that a release comes from; undefined outside git, or before the first commit. */
export async function gitState(directory: string): Promise<GitState | undefined> {
  try {
    const [commit, branch, status] = await Promise.all([
      git(directory, "rev-parse", "--short=12", "HEAD"),
      git(directory, "rev-parse", "--abbrev-ref", "HEAD"),
      git(directory, "status", "--porcelain"),
    ]);
    const [behind, ahead] = await divergence(directory);
    return { commit, branch, dirty: status === "" ? 0 : status.split("\n").length, behind, ahead };
  } catch {
    return undefined;
  }
}

/**
 * What `--commit` needs, asked before anything is touched.
 * @throws UsageProblem GIT_MISSING
 */
export async function checkCommittable(directory: string): Promise<void> {
  try {
    await git(directory, "rev-parse", "--is-inside-work-tree");
  } catch (cause) {
    throw new UsageProblem({
      code: "GIT_MISSING",
      what: "--commit needs a git checkout, and this is none",
      where: directory,
      next: "leave out --commit, or: git init",
      cause,
    });
  }
}

/** Commits these files alone, leaving whatever else is staged as it is. False where they have nothing to commit. */
export async function commitFiles(directory: string, files: readonly string[], message: string): Promise<boolean> {
  const status = await git(directory, "status", "--porcelain", "--", ...files);
  if (status === "") return false;
  for (const file of files) {
    const known = await git(directory, "ls-files", "--", file);
    if (known === "") await git(directory, "add", "--intent-to-add", "--", file);
  }
  await git(directory, "commit", "--quiet", "--message", message, "--only", "--", ...files);
  return true;
}

/** `dirty (2 files), 3 commits behind its upstream`; undefined where there is nothing to say. */
export function describeGitTrouble(state: GitState): string | undefined {
  const parts = [
    ...(state.dirty > 0 ? [`${state.dirty} ${state.dirty === 1 ? "file has" : "files have"} uncommitted changes`] : []),
    ...(state.behind > 0 && state.ahead > 0
      ? [`diverged from its upstream (${state.ahead} ahead, ${state.behind} behind)`]
      : state.behind > 0
        ? [`${state.behind} commits behind its upstream`]
        : []),
  ];
  return parts.length === 0 ? undefined : parts.join(", ");
}

async function divergence(directory: string): Promise<[behind: number, ahead: number]> {
  try {
    const counts = await git(directory, "rev-list", "--count", "--left-right", "@{upstream}...HEAD");
    const [behind = 0, ahead = 0] = counts.split(/\s+/).map(Number);
    return [behind, ahead];
  } catch {
    return [0, 0]; // no upstream
  }
}

async function git(directory: string, ...args: string[]): Promise<string> {
  const { stdout } = await run("git", args, { cwd: directory, env: { ...process.env, GIT_OPTIONAL_LOCKS: "0" } });
  return stdout.trim();
}
