import { existsSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { exitCodes, Problem } from "../errors/problem.ts";
import { git as run, GitFailure } from "../release/git/command.ts";
import { installPackages } from "./packages.ts";

/** What is followed. */
export interface Followed {
  /** As `git clone` takes it. */
  repository: string;
  branch: string;
  /** Where the clone is kept. */
  folder: string;
  /** The project's folder in the repository; `.`: the repository's own. */
  path: string;
}

/** One commit of the branch, for a record and for people. */
export interface Commit {
  id: string;
  /** When it was committed, in ms since 1970. */
  at: number;
  author: string;
  subject: string;
}

/** A clone of its own: nobody works in it, and it may be thrown away. */
export interface Checkout {
  folder: string;
  /** Fetches; the branch's tip. @throws Problem GIT_AWAY */
  tip(): Promise<Commit>;
  /** From this commit (exclusive) to the tip, oldest first; the tip alone where the two have no line between them. */
  since(commit: string, tip: Commit): Promise<Commit[]>;
  /** Has exactly this commit in the folder, and its packages. @throws Problem GIT_AWAY, PACKAGES_AWAY, PACKAGES_REFUSED */
  at(commit: Commit): Promise<void>;
}

export async function openCheckout({ repository, branch, folder, path }: Followed): Promise<Checkout> {
  if (!existsSync(join(folder, ".git"))) {
    await mkdir(folder, { recursive: true });
    await git(folder, "init", "--quiet");
    await git(folder, "remote", "add", "origin", repository);
  } else {
    // Of a git that was killed; nobody else works here.
    await rm(join(folder, ".git", "index.lock"), { force: true });
    await git(folder, "remote", "set-url", "origin", repository);
  }
  // What is written into the branch goes up from here: `release set --push`.
  await git(folder, "config", `branch.${branch}.remote`, "origin");
  await git(folder, "config", `branch.${branch}.merge`, `refs/heads/${branch}`);
  const named = await git(folder, "config", "user.email").catch(() => "");
  if (named === "") {
    await git(folder, "config", "user.name", "release watch");
    await git(folder, "config", "user.email", "release-watch@localhost");
  }
  const remote = `refs/remotes/origin/${branch}`;
  return {
    folder,
    async tip() {
      await git(folder, "fetch", "--quiet", "--no-tags", "origin", `+refs/heads/${branch}:${remote}`);
      return commitOf(await git(folder, "log", "-1", format, remote));
    },
    async since(commit, tip) {
      // A branch that was written anew has no way from there to here.
      const base = await git(folder, "merge-base", commit, tip.id).catch(() => "");
      if (base !== commit) return [tip];
      const lines = await git(folder, "log", "--reverse", "--first-parent", format, `${commit}..${tip.id}`);
      return lines === "" ? [] : lines.split("\n").map(commitOf);
    },
    async at({ id }) {
      await git(folder, "checkout", "--quiet", "--force", "-B", branch, id);
      // Of what a release that was killed left behind nothing may be in the next one.
      await git(folder, "clean", "--quiet", "-d", "--force");
      await installPackages(folder, path);
    },
  };
}

/** Characters of a name or a subject: they become arguments of a command. */
const longest = 300;
const format = "--format=%H%x09%ct%x09%an%x09%s";

function commitOf(line: string): Commit {
  const [id = "", at = "", author = "", ...subject] = line.split("\t");
  return { id, at: Number(at) * 1000, author: author.slice(0, longest), subject: subject.join("\t").slice(0, longest) };
}

const gitMs = 10 * 60_000;

async function git(folder: string, ...args: string[]): Promise<string> {
  try {
    // Asks nobody for a password.
    return (await run(folder, args, { env: { GIT_TERMINAL_PROMPT: "0" }, timeoutMs: gitMs })).trimEnd();
  } catch (cause) {
    const said = cause instanceof GitFailure ? cause.said : String(cause);
    throw new Problem({
      code: "GIT_AWAY",
      what: `git ${args[0] ?? ""} failed: ${lastLine(said)}`,
      where: folder,
      next: "it is tried again",
      exitCode: exitCodes.unreachable,
      cause,
    });
  }
}

function lastLine(text: string): string {
  return text.trim().split("\n").at(-1) ?? "";
}
