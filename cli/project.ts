import { existsSync, readdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { UsageProblem } from "../errors/problem.ts";
import type { StackLocation } from "../parameters/location.ts";

/**
 * The project and stack that a command is about: the nearest folder upwards with a Pulumi.yaml; the stack named, else
 * `PULUMI_STACK`, else the only one there is.
 * @throws UsageProblem PROJECT_MISSING, STACK_NOT_CHOSEN, STACK_UNKNOWN
 */
export function locateStack(options: { stack?: string; cwd?: string; configFile?: string }): StackLocation {
  const projectDir = findProject(resolve(options.cwd ?? process.cwd()));
  const known = stacksOf(projectDir);
  const stack = options.stack ?? process.env.PULUMI_STACK ?? (known.length === 1 ? known[0] : undefined);
  if (stack === undefined) {
    throw new UsageProblem({
      code: "STACK_NOT_CHOSEN",
      what: `this project has ${known.length} stacks (${known.join(", ") || "none"}), and none was chosen`,
      where: projectDir,
      next: "add --stack NAME, or set PULUMI_STACK",
    });
  }
  if (options.configFile === undefined && !known.includes(stack)) {
    throw new UsageProblem({
      code: "STACK_UNKNOWN",
      what: `there is no stack "${stack}"; there are: ${known.join(", ") || "none"}`,
      where: join(projectDir, `Pulumi.${stack}.yaml`),
      next: "check --stack, or write that file",
    });
  }
  return {
    projectDir,
    stack,
    ...(options.configFile === undefined ? {} : { configFile: resolve(options.configFile) }),
  };
}

/** Every stack of the project, or the one that is named. @throws UsageProblem PROJECT_MISSING, STACK_UNKNOWN */
export function locateStacks(options: { stack?: string; cwd?: string; configFile?: string }): StackLocation[] {
  if (options.stack !== undefined || options.configFile !== undefined) return [locateStack(options)];
  const projectDir = findProject(resolve(options.cwd ?? process.cwd()));
  return stacksOf(projectDir).map((stack) => ({ projectDir, stack }));
}

function findProject(from: string): string {
  const project = projectAbove(from);
  if (project !== undefined) return project;
  throw new UsageProblem({
    code: "PROJECT_MISSING",
    what: "no Pulumi.yaml in this folder or above it",
    where: from,
    next: "run the command inside the project, or name it with --cwd FOLDER",
  });
}

/** The nearest folder upwards with a Pulumi.yaml. */
export function projectAbove(from: string): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    if (existsSync(join(folder, "Pulumi.yaml"))) return folder;
    if (dirname(folder) === folder) return undefined;
  }
}

function stacksOf(projectDir: string): string[] {
  return readdirSync(projectDir)
    .map((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1])
    .filter((name) => name !== undefined)
    .sort();
}
