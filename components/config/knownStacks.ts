import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { serviceFolder } from "./serviceFiles.ts";

/** The stacks of a project folder, by their files. */
export function stacksIn(folder: string): string[] {
  try {
    return readdirSync(folder)
      .map(stackOfFile)
      .filter((stack) => stack !== "")
      .sort();
  } catch {
    return [];
  }
}

/** `Pulumi.staging.yaml` → `staging`; empty for any other file. */
export function stackOfFile(file: string): string {
  return /^Pulumi\.(.+)\.ya?ml$/.exec(file)?.[1] ?? "";
}

/**
 * The stacks that services' files may name; undefined where nobody knows them all: the file of this one is not beside
 * Pulumi.yaml (`--config-file`), and so those of others may be anywhere.
 */
export function knownStacks(projectDir: string, stack: string): string[] | undefined {
  const beside = stacksIn(projectDir);
  return beside.includes(stack) ? [...new Set([...beside, ...stacksBelow(projectDir)])] : undefined;
}

/** Those whose files are in a folder of the project: `envs/prod.yaml`, `envs/Pulumi.prod.yaml`. */
function stacksBelow(projectDir: string): string[] {
  const folders = readdirSync(projectDir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !/^([.]|node_modules$)/.test(entry.name) && entry.name !== serviceFolder)
    .map(({ name }) => join(projectDir, name));
  return folders.flatMap((folder) =>
    filesOf(folder).flatMap((name) => {
      const stack = /^(?:Pulumi[.])?([^.].*)[.]ya?ml$/.exec(name)?.[1];
      return stack !== undefined && isStackFile(join(folder, name)) ? stack : [];
    }),
  );
}

function filesOf(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function isStackFile(path: string): boolean {
  try {
    return /^config:/m.test(readFileSync(path, "utf8"));
  } catch {
    return false;
  }
}
