import { join } from "node:path";
import { temporaryFolder } from "../../host/temporaryFolder.ts";
import { git } from "./command.ts";

/** One file of a commit. */
export interface CommittedFile {
  /** From the root of the repository. */
  path: string;
  mode: string;
  text: string;
}

/** A file as a commit has it; undefined where it has none. @param path from `directory` */
export async function fileAt(directory: string, commit: string, path: string): Promise<CommittedFile | undefined> {
  const listed = await git(directory, ["ls-tree", "-z", "--full-name", commit, "--", path]);
  const [, mode, blob, whole] = /^(\d+) blob (\S+)\t([^\0]+)\0/.exec(listed) ?? [];
  if (mode === undefined || blob === undefined || whole === undefined) return undefined;
  return { path: whole, mode, text: await git(directory, ["cat-file", "blob", blob]) };
}

/** Who commits, as git will have it. */
export interface Committer {
  env: NodeJS.ProcessEnv;
  signs: boolean;
}

/** @param operator who it is where git does not know: pipelines seldom say */
export async function committerIn(directory: string, operator: string): Promise<Committer> {
  const [known, signs] = await Promise.all(
    [
      ["var", "GIT_COMMITTER_IDENT"],
      ["config", "--bool", "commit.gpgSign"],
    ].map((args) => git(directory, args).catch(() => "")),
  );
  const email = "release@localhost";
  const author = { GIT_AUTHOR_NAME: operator, GIT_AUTHOR_EMAIL: email };
  const committer = { GIT_COMMITTER_NAME: operator, GIT_COMMITTER_EMAIL: email };
  return { env: known === "" ? { ...author, ...committer } : {}, signs: signs?.trim() === "true" };
}

/** Why, by whom, and when that was asked for. */
export interface CommitWords {
  message: string;
  committer: Committer;
  askedAt: Date;
}

/**
 * A commit upon another that differs by one file. It is on no branch yet, and neither checkout nor index come into it:
 * whatever stands there unfinished is no obstacle.
 * @returns its id
 */
export async function commitUpon(
  directory: string,
  parent: string,
  { path, mode, text }: CommittedFile,
  { message, committer, askedAt }: CommitWords,
): Promise<string> {
  const folder = temporaryFolder("index");
  try {
    const env = { GIT_INDEX_FILE: join(folder.path, "index") };
    const [blob] = await Promise.all([
      git(directory, ["hash-object", "-w", "--stdin"], { input: text }),
      git(directory, ["read-tree", parent], { env }),
    ]);
    await git(directory, ["update-index", "--cacheinfo", `${mode},${blob.trim()},${path}`], { env });
    const tree = await git(directory, ["write-tree"], { env });
    const args = ["commit-tree", tree.trim(), "-p", parent, ...(committer.signs ? ["-S"] : []), "-F", "-"];
    // git's own way to say when it was meant and when it was done.
    const date = { GIT_AUTHOR_DATE: `@${Math.floor(askedAt.getTime() / 1000)} +0000` };
    return (await git(directory, args, { input: message, env: { ...committer.env, ...date } })).trim();
  } finally {
    folder.remove();
  }
}
