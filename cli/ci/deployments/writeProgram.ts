import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import { UsageProblem } from "../../../errors/problem.ts";
import { writeFileAtomic } from "../../../host/atomicFile.ts";
import { ownPackage } from "../../../host/ownPackage.ts";
import type { Output } from "../../output.ts";
import { programFiles } from "./program.ts";
import type { DeploymentSettings } from "./settings.ts";

interface ProgramOptions {
  /** True for the folder that is taken where none is named. */
  program: string | true;
  drift?: string;
  schedule?: string;
  dryRun?: boolean;
  force?: boolean;
}

/** At night, as in the pipelines of other systems. */
const nightly = "17 2 * * *";

/** Writes the program that keeps the settings in code, where nothing is. @throws UsageProblem FILE_THERE */
export async function writeProgram(
  settings: DeploymentSettings,
  projectDir: string,
  { program, drift = nightly, schedule, dryRun, force }: ProgramOptions,
  output: Output,
): Promise<void> {
  const folder = resolve(projectDir, program === true ? "deployments" : program);
  const schedules = { drift, ...(schedule === undefined ? {} : { update: schedule }) };
  const files = programFiles(settings, schedules, ownPackage());
  const place = relative(process.cwd(), folder) || ".";
  if (dryRun === true) {
    const texts = [...files].map(([path, text]) => `# ${join(place, path)}\n${text}`);
    output.result(texts, { folder, files: Object.fromEntries(files), written: false });
    return;
  }
  const there = [...files.keys()].filter((path) => existsSync(join(folder, path)));
  if (there.length > 0 && force !== true) {
    throw new UsageProblem({
      code: "FILE_THERE",
      what: `${there.join(", ")} ${there.length === 1 ? "is" : "are"} there, and not overwritten; nothing was written`,
      where: folder,
      next: "take over by hand what it lacks, or: --force",
    });
  }
  await mkdir(folder, { recursive: true });
  for (const [path, text] of files) await writeFileAtomic(join(folder, path), text);
  const stack = `${settings.organization ?? "ORGANIZATION"}/deployments`;
  output.result(
    [
      ...[...files.keys()].map((path) => `${output.style.good("written")}    ${join(place, path)}`),
      `next       cd ${place} && npm install && pulumi stack init ${stack} && pulumi up`,
    ],
    { folder, files: Object.fromEntries(files), written: true },
  );
}
