import { basename } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { stopIfCancelled } from "../../errors/cancelled.ts";
import { exitCodes, Problem, UsageProblem } from "../../errors/problem.ts";
import { stackFile } from "../../parameters/location.ts";
import { setVersions } from "../../parameters/setVersions.ts";
import { commitUpon, committerIn, type Committer } from "../git/commit.ts";
import { tipsOf } from "../git/fetch.ts";
import { pushCommit } from "../git/push.ts";
import { stackAt, stackPath } from "../git/stackAt.ts";
import { upstreamOf, type Upstream } from "../git/upstream.ts";
import { checkCommittable } from "../git.ts";
import type { SetContext, SetOutcome, SetRequest } from "./context.ts";
import { followPushed } from "./followPushed.ts";
import { setMessage } from "./message.ts";
import { refuseOvertaken } from "./overtaken.ts";
import { refuseTakenBack } from "./refuseTakenBack.ts";

/** How long to try, and how long to wait after a push that came too late, at most, in ms. */
const bound = { tryMs: 120_000, waitMs: 2_000, firstWaitMs: 100 };

/**
 * The versions as one commit upon the upstream's branch. Where that has moved on, the edit is made anew on what it has by
 * then, so nobody's line is merged as text. What stands in the checkout, finished or not, plays no part.
 * @throws Problem SET_OVERTAKEN, PUSH_OUTRUN, GIT_UNREACHABLE; UsageProblem UPSTREAM_MISSING, PUSH_REFUSED and of the edit
 */
export async function pushVersions(request: SetRequest, context: SetContext): Promise<SetOutcome> {
  const { projectDir } = context.location;
  await checkCommittable(projectDir);
  const [upstream, committer] = await Promise.all([upstreamOf(projectDir), committerIn(projectDir, context.operator)]);
  const tips = tipsOf(projectDir, upstream);
  const from = performance.now();
  let first: string | undefined;
  try {
    for (let tries = 1; ; tries += 1) {
      const tip = await tips.next();
      first ??= tip;
      const made = await commitOn({ tip, first, upstream, committer }, request, context);
      const { commit, ...outcome } = made;
      if (commit === undefined) return outcome;
      stopIfCancelled(context);
      if (await pushCommit(projectDir, commit, upstream)) {
        const left = await followPushed(projectDir, commit);
        return { ...made, pushed: { ...upstream, tries, ...(left === undefined ? {} : { left }) } };
      }
      if (performance.now() - from > bound.tryMs) throw outrun(upstream, tries);
      // All who came too late would come again at once, and all but one too late.
      const most = Math.min(bound.waitMs, bound.firstWaitMs * 2 ** Math.min(tries, 10));
      await sleep(Math.random() * most, undefined, { signal: context.signal }).catch(() => undefined);
      stopIfCancelled(context);
    }
  } finally {
    await tips.end();
  }
}

interface Upon {
  tip: string;
  /** What the branch had when we began. */
  first: string;
  upstream: Upstream;
  committer: Committer;
}

/** The edit on what the branch has; without a commit where it has the versions by now. */
async function commitOn(
  { tip, first, upstream: { remote, branch }, committer }: Upon,
  request: SetRequest,
  context: SetContext,
): Promise<SetOutcome> {
  const { location, operator, askedAt } = context;
  const { projectDir, stack } = location;
  const path = stackPath(location);
  const there = await stackAt(location, tip);
  if (there === undefined) throw notOnBranch(path, `${remote} ${branch}`);
  const { file, files } = there;
  const { text, ...versions } = setVersions(request.targets, location, { text: file.text, files });
  const outcome = { ...versions, file: stackFile(location) };
  if (versions.changes.length === 0) return outcome;
  if (tip !== first) await refuseOvertaken(projectDir, path, versions.changes, { from: first, to: tip, askedAt });
  const asked = await refuseTakenBack(versions.changes, tip, request, context);
  const { description } = request;
  const said = { operator, ...(description === undefined ? {} : { description }) };
  const message = setMessage(stack, versions.changes, said);
  const commit = await commitUpon(projectDir, tip, { ...file, text }, { message, committer, askedAt });
  return { ...outcome, asked, commit };
}

function notOnBranch(path: string, branch: string): UsageProblem {
  return new UsageProblem({
    code: "STACK_UNKNOWN",
    what: `${branch} has no ${basename(path)}`,
    where: path,
    next: "commit and push the stack's file first, or check --stack",
  });
}

function outrun({ remote, branch }: Upstream, tries: number): Problem {
  return new Problem({
    code: "PUSH_OUTRUN",
    what: `branch ${branch} of ${remote} moved on before each of ${tries} pushes, for ${bound.tryMs / 1000} s; nothing was pushed`,
    where: `${remote} ${branch}`,
    next: "the same command once more; what pushes to it all the while?",
    exitCode: exitCodes.locked,
  });
}
