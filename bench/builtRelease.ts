import { join } from "node:path";
import { makeInstalled } from "../package/scripts.ts";
import { projectDir } from "./workspace.ts";

/**
 * The command as users have it, in the package's own build of the code as it stands: a checkout, which reads its sources,
 * starts slower.
 * @returns the file to run
 */
export async function buildRelease(): Promise<string> {
  const folder = join(projectDir, "node_modules/.cache/bench/package");
  await makeInstalled(projectDir, folder);
  return join(folder, "cli/release.mjs");
}
