import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** The folder of the running program's Pulumi.yaml; Pulumi runs a program in it or below it. */
export function projectFolder(from = process.cwd()): string {
  for (let folder = from; ; folder = dirname(folder)) {
    if (existsSync(join(folder, "Pulumi.yaml"))) return folder;
    if (dirname(folder) === folder) return from;
  }
}
