import { existsSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { errorText } from "../errors/errorText.ts";
import { UsageProblem } from "../errors/problem.ts";

/** Files of one kind, in a folder of the project or of ours: each exports one thing by a name that all share. */
export interface OwnFiles {
  folder: string;
  /** `template` */
  exported: string;
  /** How the file should go: `export const template: Template = { description, defaults }`. */
  shape: string;
}

/** What one file exports, and where it stands. */
export interface OwnFile<T> {
  /** The file's name without its ending. */
  name: string;
  file: string;
  value: T;
}

const require = createRequire(import.meta.url);

/**
 * What the files export, by name: a new file is a new one. A folder that is not there has none.
 * @throws UsageProblem TEMPLATE_INVALID, RULE_INVALID, OBJECTS_INVALID, CAUSE_INVALID
 */
export function ownFiles<T>(files: OwnFiles): OwnFile<T>[] {
  const { folder, exported } = files;
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => /(?<!\.(d|test))\.[jt]s$/.test(file))
    .sort()
    .map((name) => {
      const file = join(folder, name);
      const value = loaded(file, files)[exported] as T | undefined;
      if (value === undefined) throw invalidFile(file, files, `it exports no \`${exported}\``);
      return { name: name.slice(0, -".ts".length), file, value };
    });
}

function loaded(file: string, files: OwnFiles): Record<string, unknown> {
  try {
    return require(file) as Record<string, unknown>;
  } catch (cause) {
    throw invalidFile(file, files, errorText(cause), cause);
  }
}

/** @param why completes `a rule cannot be used: …` */
export function invalidFile(
  file: string,
  { exported, shape }: Pick<OwnFiles, "exported" | "shape">,
  why: string,
  cause?: unknown,
): UsageProblem {
  const one = exported === "objects" ? "a file of objects" : `a ${exported}`;
  return new UsageProblem({
    code: `${exported.toUpperCase()}_INVALID`,
    what: `${one} cannot be used: ${why}`,
    where: file,
    next: `mend the file: \`${shape}\`; docs/package.md`,
    ...(cause === undefined ? {} : { cause }),
  });
}
