import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import type { Command } from "commander";
import { stacksIn } from "../../components/config/knownStacks.ts";
import { UsageProblem } from "../../errors/problem.ts";
import { writeFileAtomic } from "../../host/atomicFile.ts";
import { circleci } from "../ci/circleci.ts";
import { github } from "../ci/github.ts";
import { gitlab } from "../ci/gitlab.ts";
import type { CiSystem, PipelineParts } from "../ci/pipeline.ts";
import { needsConfirmation } from "../confirm.ts";
import { globalOptions } from "../globalOptions.ts";
import { processOutput } from "../output.ts";

export interface CiOptions {
  of?: "releases" | "service";
  branch: string;
  service?: string;
  image?: string;
  releases?: string;
  force?: boolean;
}

const systems: Record<string, CiSystem> = { github, gitlab, circleci };

/** Writes one pipeline into the repository of this folder. */
export async function writePipeline(name: string, options: CiOptions, command: Command): Promise<void> {
  const { cwd = ".", stack } = globalOptions(command);
  const folder = resolve(cwd);
  const of = options.of ?? (existsSync(join(folder, "Pulumi.yaml")) ? "releases" : "service");
  const pipeline = systems[name]?.[of];
  if (pipeline === undefined) throw new Error(`no pipeline for ${name}`);
  const text = pipeline.text(partsOf(of, folder, stack, options));
  const file = join(folder, pipeline.path);
  if (existsSync(file) && options.force !== true) throw fileThere(file);
  await mkdir(dirname(file), { recursive: true });
  await writeFileAtomic(file, text);
  const output = processOutput(globalOptions(command));
  output.result(
    [`${output.style.good("written")}    ${pipeline.path}`, "next       read it, set the variables it names, commit"],
    {
      file,
      of,
    },
  );
}

/** @throws UsageProblem CI_INCOMPLETE */
function partsOf(of: string, folder: string, stack: string | undefined, options: CiOptions): PipelineParts {
  const { branch, service = basename(folder), image = "", releases = "" } = options;
  if (of === "service") {
    const missing = [...(image.includes("/") ? [] : ["--image"]), ...(releases === "" ? ["--releases"] : [])];
    if (missing.length > 0) {
      throw new UsageProblem({
        code: "CI_INCOMPLETE",
        what: `the pipeline of a service wants ${missing.join(" and ")}`,
        next: "release ci github --of service --image registry.example/team/website --releases https://git.example/team/releases.git",
      });
    }
    return { stacks: [stack ?? "staging"], branch, service, image, releases };
  }
  // What a person approves comes last.
  const stacks = stacksIn(folder).sort((a, b) => Number(needsConfirmation(a)) - Number(needsConfirmation(b)));
  if (stacks.length === 0) {
    throw new UsageProblem({
      code: "CI_INCOMPLETE",
      what: "the pipeline of the releases is written where the stacks are, and there are none",
      where: folder,
      next: "run it beside Pulumi.yaml, or: --of service",
    });
  }
  return { stacks, branch, service, image, releases };
}

function fileThere(file: string): UsageProblem {
  return new UsageProblem({
    code: "FILE_THERE",
    what: `${basename(file)} is there, and is not overwritten`,
    where: file,
    next: "take over by hand what it lacks, or: --force",
  });
}
