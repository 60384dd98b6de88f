import { git, GitFailure } from "../git/command.ts";

/**
 * Takes the checkout on to what was pushed, where that is a step forward and in nobody's way.
 * @returns why it stays as it is; undefined where it has it
 */
export async function followPushed(directory: string, commit: string): Promise<string | undefined> {
  try {
    await git(directory, ["merge-base", "--is-ancestor", "HEAD", commit]);
  } catch {
    return "it has commits of its own";
  }
  try {
    await git(directory, ["merge", "--ff-only", "--quiet", commit]);
    return undefined;
  } catch (error) {
    if (!(error instanceof GitFailure)) throw error;
    if (error.said.includes("would be overwritten")) return "it has uncommitted changes of the same files";
    return error.said.split("\n")[0];
  }
}
