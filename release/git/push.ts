import { UsageProblem } from "../../errors/problem.ts";
import { git, GitFailure } from "./command.ts";
import { gitUnreachable } from "./fetch.ts";
import type { Upstream } from "./upstream.ts";

/**
 * Pushes one commit to the upstream's branch, never by force. False where the branch has moved on since.
 * @throws UsageProblem PUSH_REFUSED; UnreachableProblem GIT_UNREACHABLE
 */
export async function pushCommit(directory: string, commit: string, upstream: Upstream): Promise<boolean> {
  const { remote, branch } = upstream;
  try {
    await git(directory, ["push", "--quiet", "--no-follow-tags", remote, `${commit}:refs/heads/${branch}`]);
    return true;
  } catch (error) {
    if (!(error instanceof GitFailure)) throw error;
    switch (pushEnd(error.said)) {
      case "moved on":
        return false;
      case "refused":
        throw pushRefused(upstream, error);
      case "unreachable":
        throw gitUnreachable(upstream, error);
    }
  }
}

/** What a push that did not go through means, by git's words. Pure. */
export function pushEnd(said: string): "moved on" | "refused" | "unreachable" {
  // What the server's own hooks and rules say comes first: their words may hold any of the others.
  if (/hook declined|protected branch|GH0\d\d|not allowed to push|prohibited/i.test(said)) return "refused";
  const outrun = /\((fetch first|non-fast-forward|stale info|failed to update ref|incorrect old value provided)\)/;
  if (outrun.test(said) || /cannot lock ref|reference already exists|unable to update local ref/i.test(said)) {
    return "moved on";
  }
  const rights = /permission (to .* )?denied|authentication failed|could not read (username|password)|access denied/i;
  if (rights.test(said) || /\b40[13]\b|\[remote rejected\]|read-only|insufficient permission/i.test(said)) {
    return "refused";
  }
  return "unreachable";
}

function pushRefused({ remote, branch }: Upstream, cause: GitFailure): UsageProblem {
  return new UsageProblem({
    code: "PUSH_REFUSED",
    what: `${remote} refuses the push to ${branch}; nothing was changed there`,
    where: `${remote} ${branch}`,
    details: cause.said.split("\n").filter((line) => /\S/.test(line) && !/^(hint|error: failed to push)/.test(line)),
    next: "give whoever pushes the right to (a protected branch names them), or open a pull request with the change",
    cause,
  });
}
