import { UsageProblem } from "../../errors/problem.ts";
import { git } from "./command.ts";

/** Where a checkout's branch is pushed to. */
export interface Upstream {
  remote: string;
  /** `main`, as the remote calls it. */
  branch: string;
}

/** @throws UsageProblem UPSTREAM_MISSING */
export async function upstreamOf(directory: string): Promise<Upstream> {
  const local = await said(directory, "symbolic-ref", "--quiet", "--short", "HEAD");
  if (local === "") throw upstreamMissing(directory, "no branch is checked out here", "git switch BRANCH");
  const remote = await said(directory, "config", `branch.${local}.remote`);
  const merge = await said(directory, "config", `branch.${local}.merge`);
  if (remote === "" || merge === "") {
    const next = `git branch --set-upstream-to=origin/${local}`;
    throw upstreamMissing(directory, `branch ${local} has no upstream`, next);
  }
  return { remote, branch: merge.replace(/^refs\/heads\//, "") };
}

function upstreamMissing(directory: string, why: string, next: string): UsageProblem {
  return new UsageProblem({
    code: "UPSTREAM_MISSING",
    what: `--push knows no branch to push to: ${why}`,
    where: directory,
    next: `${next}, then again`,
  });
}

async function said(directory: string, ...args: string[]): Promise<string> {
  return (await git(directory, args).catch(() => "")).trim();
}
