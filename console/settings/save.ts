import { join } from "node:path";
import { writeFileAtomic } from "../../host/atomicFile.ts";
import type { StackLocation } from "../../parameters/location.ts";
import { git } from "../../release/git/command.ts";
import { commitUpon, fileAt } from "../../release/git/commit.ts";
import { tipsOf } from "../../release/git/fetch.ts";
import { pushCommit } from "../../release/git/push.ts";
import { upstreamOf, type Upstream } from "../../release/git/upstream.ts";
import { followPushed } from "../../release/set/followPushed.ts";
import type { ParameterEdit, SaveAnswer, SaveConflict } from "../api/parameters.ts";
import { authorVariables, type Author } from "../author.ts";
import { edited } from "./edits.ts";
import { changedSince, textsOf, withoutCiphertexts, type Texts } from "../live/texts.ts";

/** Who saves, and why. */
export interface SaveWords {
  /** As git writes them down; absent on one's own machine, where git knows. */
  author?: Author;
  operator: string;
  reason: string;
}

/** A push that came too late is tried again so often. */
const mostTries = 5;

/**
 * The edits as a commit: upon what the remote's branch has, and pushed, where there is one and nothing of these files is unfinished
 * here; else in this checkout. What somebody changed meanwhile is never written over.
 */
export async function saveEdits(
  base: string,
  edits: readonly ParameterEdit[],
  location: StackLocation,
  words: SaveWords,
): Promise<SaveAnswer | SaveConflict> {
  const texts = textsOf(location);
  const after = edited(texts, edits, location);
  const changed = [...after].filter(([path, text]) => texts.get(path) !== text).map(([path]) => path);
  if (changed.length === 0) return { pushed: false };
  const since = changedSince(base, texts).filter((path) => changed.includes(path));
  if (since.length > 0) return conflict(since, texts, after);
  const upstream = await upstreamOf(location.projectDir).catch(() => undefined);
  const unfinished = await git(location.projectDir, ["status", "--porcelain", "--", ...changed]);
  if (upstream !== undefined && unfinished === "")
    return pushEdits({ texts, after, changed }, location, words, upstream);
  return commitHere(after, changed, location, words);
}

interface Made {
  texts: Texts;
  after: Texts;
  changed: readonly string[];
}

/** @returns a conflict where the branch has another text of these files by now */
async function pushEdits(
  { texts, after, changed }: Made,
  { projectDir }: StackLocation,
  words: SaveWords,
  upstream: Upstream,
): Promise<SaveAnswer | SaveConflict> {
  const tips = tipsOf(projectDir, upstream);
  try {
    for (let tries = 0; ; tries += 1) {
      const tip = await tips.next();
      let commit = tip;
      const theirs = new Map<string, string>();
      for (const path of changed) {
        const there = await fileAt(projectDir, tip, `./${path}`);
        if (there === undefined || there.text !== texts.get(path)) theirs.set(path, there?.text ?? "");
        else commit = await commitUpon(projectDir, commit, { ...there, text: after.get(path) ?? "" }, wordsOf(words));
      }
      if (theirs.size > 0) return conflict([...theirs.keys()], theirs, after);
      if (await pushCommit(projectDir, commit, upstream)) {
        await followPushed(projectDir, commit);
        return { commit, branch: upstream.branch, pushed: true };
      }
      if (tries === mostTries) return conflict(changed, texts, after);
    }
  } finally {
    await tips.end();
  }
}

async function commitHere(
  after: Texts,
  changed: readonly string[],
  { projectDir }: StackLocation,
  words: SaveWords,
): Promise<SaveAnswer> {
  for (const path of changed) await writeFileAtomic(join(projectDir, path), after.get(path) ?? "");
  const { message, committer } = wordsOf(words);
  const env = { ...(await identity(projectDir, words.operator)), ...committer.env };
  await git(projectDir, ["add", "--intent-to-add", "--", ...changed]);
  await git(projectDir, ["commit", "--quiet", "-F", "-", "--only", "--", ...changed], { env, input: message });
  const [commit, branch] = await Promise.all([
    git(projectDir, ["rev-parse", "HEAD"]),
    git(projectDir, ["symbolic-ref", "--short", "HEAD"]).catch(() => ""),
  ]);
  return { commit: commit.trim(), ...(branch === "" ? {} : { branch: branch.trim() }), pushed: false };
}

/** Where git does not know who commits here. */
async function identity(projectDir: string, operator: string): Promise<NodeJS.ProcessEnv> {
  const known = await git(projectDir, ["var", "GIT_COMMITTER_IDENT"]).catch(() => "");
  if (known !== "") return {};
  const author = authorVariables({ name: operator, email: "release@localhost" });
  return { ...author, GIT_COMMITTER_NAME: author.GIT_AUTHOR_NAME, GIT_COMMITTER_EMAIL: author.GIT_AUTHOR_EMAIL };
}

function wordsOf({ author, operator, reason }: SaveWords) {
  const env = author === undefined ? {} : authorVariables(author);
  const message = `${reason.trim()}\n\nRelease-Operator: ${operator.replaceAll(/\s+/g, " ")}\n`;
  return { message, committer: { env, signs: false }, askedAt: new Date() };
}

function conflict(paths: readonly string[], theirs: Texts, yours: Texts): SaveConflict {
  return {
    code: "FILES_CHANGED",
    what: `${paths.join(", ")} was changed by somebody else meanwhile; nothing was written`,
    next: "look at what it says now, and change that",
    files: paths.map((path) => ({
      path,
      theirs: withoutCiphertexts(theirs.get(path) ?? ""),
      yours: withoutCiphertexts(yours.get(path) ?? ""),
    })),
  };
}
