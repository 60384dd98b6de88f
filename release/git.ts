import { UsageProblem } from "../errors/problem.ts";
import type { GitState } from "../records/record.ts";
import { git as gitCommand } from "./git/command.ts";

/** The state of the checkout that a release comes from; undefined outside git, or before the first commit. */
export async function gitState(directory: string): Promise<GitState | undefined> {
  const status = await git(directory, "status", "--porcelain=v2", "--branch").catch(() => "");
  // `# branch.ab +1 -0` is there where there is an upstream.
  const said = new Map([...status.matchAll(/^# branch\.(\w+) (.*)$/gm)].map(([, name, value]) => [name, value ?? ""]));
  const [commit, head] = [said.get("oid"), said.get("head")];
  if (commit === undefined || head === undefined || commit === "(initial)") return undefined;
  const [ahead = 0, behind = 0] = (said.get("ab") ?? "").split(" ").map((count) => Math.abs(Number(count)));
  const dirty = status.split("\n").filter((line) => line !== "" && !line.startsWith("# ")).length;
  return { commit: commit.slice(0, 12), branch: head === "(detached)" ? "HEAD" : head, dirty, behind, ahead };
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
export function describeGitTrouble({ dirty, behind = 0, ahead = 0 }: GitState): string | undefined {
  const parts = [
    ...(dirty === 0 ? [] : [`${dirty} ${dirty === 1 ? "file has" : "files have"} uncommitted changes`]),
    ...(behind > 0 && ahead > 0
      ? [`diverged from its upstream (${ahead} ahead, ${behind} behind)`]
      : behind > 0
        ? [`${behind} commits behind its upstream`]
        : []),
  ];
  return parts.length === 0 ? undefined : parts.join(", ");
}

async function git(directory: string, ...args: string[]): Promise<string> {
  return (await gitCommand(directory, args)).trim();
}
