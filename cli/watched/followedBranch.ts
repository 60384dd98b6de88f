import { relative, resolve } from "node:path";
import { UsageProblem } from "../../errors/problem.ts";
import { temporaryFolder } from "../../host/temporaryFolder.ts";
import { git } from "../../release/git/command.ts";
import type { Followed } from "../../watch/checkout.ts";

/** What the options say, else what this checkout is one of. @throws UsageProblem WATCH_WHAT */
export async function followedBranch(
  projectDir: string,
  { repository, branch, folder, work }: { repository?: string; branch?: string; folder?: string; work?: string },
): Promise<Followed> {
  const said = (...args: string[]): Promise<string | undefined> =>
    git(projectDir, args).then(
      (text) => text.trim(),
      () => undefined,
    );
  const url = repository ?? (await said("remote", "get-url", "origin"));
  const name = branch ?? (await said("symbolic-ref", "--short", "HEAD"));
  if (url === undefined || name === undefined) {
    throw new UsageProblem({
      code: "WATCH_WHAT",
      what: `nobody says which ${url === undefined ? "repository" : "branch"} to follow, and this is no checkout of one`,
      where: projectDir,
      next: "release watch --repository URL --branch NAME",
    });
  }
  const top = await said("rev-parse", "--show-toplevel");
  const path = folder ?? (repository !== undefined || top === undefined ? "." : relative(top, projectDir));
  return {
    repository: url,
    branch: name,
    path,
    folder: work === undefined ? temporaryFolder("watch").path : resolve(work),
  };
}
