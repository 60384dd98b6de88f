import { versionIn, type VersionChange } from "../../parameters/setVersions.ts";
import { git } from "../git/command.ts";
import type { TakenBack } from "./takenBack.ts";

/** How far back git is asked. */
const asked = 200;

interface Commit {
  id: string;
  parent: string | undefined;
  date: string;
  message: string;
}

/** What git says of versions that are to be set. */
export interface GitAnswer {
  /** Commits of the stack's file that were looked at. */
  commits: number;
  /** The clone holds no more than that. */
  shallow: boolean;
  found: TakenBack[];
}

/**
 * Which of these versions a commit of the stack's file has taken back, as its trailers say (`Release-Kind: rollback`), or
 * git's own words (`This reverts commit …`); one that somebody has set again since counts no more.
 * @param file from `directory`
 */
export async function askGit(
  directory: string,
  tip: string,
  file: string,
  changes: readonly VersionChange[],
): Promise<GitAnswer> {
  const [log, isShallow] = await Promise.all([
    git(directory, ["log", `-${asked}`, "--format=%H%x00%P%x00%cs%x00%B%x01", tip, "--", file]),
    git(directory, ["rev-parse", "--is-shallow-repository"]),
  ]);
  const commits = log
    .split("\u0001\n")
    .filter((entry) => entry !== "")
    .map((entry): Commit => {
      const [id = "", parents = "", date = "", message = ""] = entry.split("\0");
      return { id, parent: /^\S+/.exec(parents)?.[0], date, message };
    });
  const found: TakenBack[] = [];
  for (const { service, after } of changes) {
    const why = await takenBackBy(directory, commits, file, service, after);
    if (why !== undefined) found.push({ service, version: after, why });
  }
  return { commits: commits.length, shallow: isShallow.trim() === "true", found };
}

async function takenBackBy(
  directory: string,
  commits: readonly Commit[],
  file: string,
  service: string,
  version: string,
): Promise<string | undefined> {
  const versionAt = async (commit: string | undefined): Promise<string | undefined> => {
    if (commit === undefined) return undefined;
    return versionIn(await git(directory, ["show", `${commit}:${file}`]).catch(() => ""), service);
  };
  for (const [index, { id, parent, date, message }] of commits.entries()) {
    if (!takesBack(message, service) || (await versionAt(parent)) !== version) continue;
    const to = await versionAt(id);
    if (to === version) continue;
    for (const since of commits.slice(0, index)) if ((await versionAt(since.id)) === version) return undefined;
    const [subject = ""] = message.split("\n");
    return `commit ${id.slice(0, 12)} of ${date} took it back${to === undefined ? "" : ` to ${to}`} ("${subject}")`;
  }
  return undefined;
}

/** Whether a commit's message says that it takes a version of the service back. Pure. */
export function takesBack(message: string, service: string): boolean {
  if (/^This reverts commit [0-9a-f]{7,}/m.test(message)) return true;
  if (!/^Release-Kind: (rollback|restore)$/m.test(message)) return false;
  const services = /^Release-Services: (.*)$/m.exec(message)?.[1];
  return services === undefined || services.split(" ").includes(service);
}
