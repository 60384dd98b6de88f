import { randomUUID } from "node:crypto";
import { UnreachableProblem } from "../../errors/problem.ts";
import { git, GitFailure } from "./command.ts";
import type { Upstream } from "./upstream.ts";

/** The upstream's branch as it is now, looked at as often as one likes. */
export interface Tips {
  /** Its newest commit, which is here then. @throws UnreachableProblem GIT_UNREACHABLE */
  next(): Promise<string>;
  end(): Promise<void>;
}

/** Checkout, branches and what others fetch stay as they are. */
export function tipsOf(directory: string, { remote, branch }: Upstream): Tips {
  // A name of our own: two that fetch at once would be in each other's way at FETCH_HEAD.
  const own = `refs/release/${randomUUID()}`;
  const options = ["--quiet", "--no-tags", "--no-write-fetch-head", "--refmap=", "--no-auto-maintenance"];
  return {
    async next() {
      try {
        await git(directory, ["fetch", ...options, remote, `+refs/heads/${branch}:${own}`]);
        return (await git(directory, ["rev-parse", own])).trim();
      } catch (cause) {
        throw gitUnreachable({ remote, branch }, cause);
      }
    },
    async end() {
      await git(directory, ["update-ref", "-d", own]).catch(() => undefined);
    },
  };
}

export function gitUnreachable({ remote, branch }: Upstream, cause: unknown): UnreachableProblem {
  const said = cause instanceof GitFailure ? cause.said : String(cause);
  return new UnreachableProblem({
    code: "GIT_UNREACHABLE",
    what: `git cannot reach branch ${branch} of ${remote}`,
    where: `${remote} ${branch}`,
    details: said.split("\n").filter((line) => line.trim() !== ""),
    next: `git fetch ${remote} ${branch} says more; nothing was changed`,
    cause,
  });
}
