import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { projectDir } from "./workspace.ts";

/**
 * The command as users have it, in the package's own build of the code as it stands: a checkout, which reads its sources,
 * starts slower.
 * @returns the file to run
 */
export function buildRelease(): string {
  execFileSync(process.execPath, [join(projectDir, "package/build.ts")], { stdio: ["ignore", "inherit", "inherit"] });
  const folder = join(projectDir, "node_modules/.cache/bench/package");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, "cli"), { recursive: true });
  symlinkSync(join(projectDir, "dist"), join(folder, "dist"));
  const command = join(folder, "cli/release.mjs");
  copyFileSync(join(projectDir, "cli/release.mjs"), command);
  return command;
}
