import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { UsageProblem } from "../../errors/problem.ts";
import { writeFileAtomic } from "../../host/atomicFile.ts";
import { completed } from "./packageJson.ts";

export interface Written {
  written: string[];
  /** There before, and as they were. */
  kept: string[];
  /** There before, and given what they lacked. */
  completed: string[];
}

/** Writes what is not there. @throws UsageProblem PACKAGE_JSON_INVALID before anything is written */
export async function writeProject(
  folder: string,
  files: ReadonlyMap<string, string>,
  packageJson: Record<string, unknown>,
): Promise<Written> {
  const result: Written = { written: [], kept: [], completed: [] };
  const present = await presentPackage(join(folder, "package.json"));
  for (const [path, text] of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    const fresh = await writeNew(join(folder, path), text);
    result[fresh ? "written" : "kept"].push(path);
  }
  const wanted = present === undefined ? packageJson : completed(present, packageJson);
  const same = JSON.stringify(wanted) === JSON.stringify(present);
  if (!same) await writeFileAtomic(join(folder, "package.json"), `${JSON.stringify(wanted, null, 2)}\n`);
  result[present === undefined ? "written" : same ? "kept" : "completed"].push("package.json");
  return result;
}

/** @returns whether it was not there: what somebody writes at the same time is theirs */
async function writeNew(path: string, text: string): Promise<boolean> {
  try {
    await writeFile(path, text, { flag: "wx" });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

async function presentPackage(path: string): Promise<Record<string, unknown> | undefined> {
  if (!existsSync(path)) return undefined;
  try {
    return JSON.parse(await readFile(path, "utf8")) as Record<string, unknown>;
  } catch (cause) {
    throw new UsageProblem({
      code: "PACKAGE_JSON_INVALID",
      what: "package.json is there, and cannot be read as JSON; nothing was written",
      where: path,
      next: "mend it, or name another folder",
      cause,
    });
  }
}
