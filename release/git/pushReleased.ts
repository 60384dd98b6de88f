import { exitCodes, Problem } from "../../errors/problem.ts";
import { changedStackFile, type StackFileChange } from "../../parameters/changedStackFile.ts";
import type { StackLocation } from "../../parameters/location.ts";
import { basesOf } from "../../parameters/stackFileEdit.ts";
import { refuseOvertaken } from "../set/overtaken.ts";
import type { VersionChange } from "../../parameters/setVersions.ts";
import { git } from "./command.ts";
import { commitUpon, committerIn } from "./commit.ts";
import { tipsOf } from "./fetch.ts";
import { pushCommit } from "./push.ts";
import { stackAt, stackPath } from "./stackAt.ts";
import { upstreamOf } from "./upstream.ts";

/** A branch that moves on before each push is tried again so often. */
const mostTries = 20;

/** What was released, and is committed here. */
export interface Released {
  /** What it changed in the stack's file. */
  change: StackFileChange;
  versions: readonly VersionChange[];
  message: string;
  operator: string;
  askedAt: Date;
}

/**
 * Has the upstream's branch say what was released: by the commit that was made here, and where the branch has moved on
 * meanwhile, or other commits here are not pushed yet, by the same edit, made anew on what it has by then, so that nobody's line
 * is merged as text.
 * @throws Problem PUSH_OUTRUN, PUSH_NOT_ALONE, SET_OVERTAKEN; UsageProblem UPSTREAM_MISSING, PUSH_REFUSED; UnreachableProblem GIT_UNREACHABLE
 */
export async function pushReleased(location: StackLocation, released: Released): Promise<void> {
  const { projectDir } = location;
  const upstream = await upstreamOf(projectDir);
  const head = (await git(projectDir, ["rev-parse", "HEAD"])).trim();
  const alone = (await git(projectDir, ["rev-list", "--count", "@{upstream}..HEAD"])).trim() === "1";
  // What else was committed here is not this release's to publish.
  if (!alone && !edits(released)) throw notAlone(`${upstream.remote} ${upstream.branch}`);
  if (alone && (await pushCommit(projectDir, head, upstream))) return;
  const tips = tipsOf(projectDir, upstream);
  try {
    for (let tries = 0; tries < mostTries; tries += 1) {
      const commit = await editOn(await tips.next(), location, released);
      if (commit !== undefined && !(await pushCommit(projectDir, commit, upstream))) continue;
      if (commit !== undefined) await takeOver(projectDir, commit);
      return;
    }
  } finally {
    await tips.end();
  }
  throw outrun(`${upstream.remote} ${upstream.branch}`);
}

/** Undefined where the branch says so by now. */
async function editOn(
  tip: string,
  location: StackLocation,
  { change, versions, message, operator, askedAt }: Released,
): Promise<string | undefined> {
  const { projectDir, stack } = location;
  const path = stackPath(location);
  const there = edits({ change }) ? await stackAt(location, tip) : undefined;
  if (there === undefined) throw outrun(path);
  const { file, files } = there;
  const from = (await git(projectDir, ["merge-base", "HEAD", tip])).trim();
  await refuseOvertaken(projectDir, path, versions, { from, to: tip, askedAt });
  const text = changedStackFile(file.text, change, basesOf(files, stack));
  if (text === file.text) return undefined;
  const committer = await committerIn(projectDir, operator);
  return commitUpon(projectDir, tip, { ...file, text }, { message, committer, askedAt });
}

/** The checkout goes over to what was pushed, where nothing of its own but this release is in the way. */
async function takeOver(projectDir: string, commit: string): Promise<void> {
  const ours = await git(projectDir, ["rev-list", "--count", `${commit}..HEAD`]);
  if (ours.trim() === "1") await git(projectDir, ["reset", "--quiet", "--keep", commit]).catch(() => undefined);
}

/** Whether there is something that could be made anew on another commit: else the file was released as it stood. */
function edits({ change }: Pick<Released, "change">): boolean {
  return change.edits.length + (change.remove ?? []).length > 0;
}

function notAlone(where: string): Problem {
  return new Problem({
    code: "PUSH_NOT_ALONE",
    what: "there are other commits here that the branch does not have, which would go with it",
    where,
    next: "look at them (git log @{upstream}..), then git push",
    exitCode: exitCodes.usage,
  });
}

function outrun(where: string): Problem {
  return new Problem({
    code: "PUSH_OUTRUN",
    what: "the branch has moved on meanwhile",
    where,
    next: "git pull --rebase, then git push",
    exitCode: exitCodes.locked,
  });
}
