import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

export const packageName = "service-releases";

/** This package, as it is installed or checked out. */
export interface OwnPackage {
  folder: string;
  version: string;
  /** The versions that it is made and tested with. */
  testedWith: Readonly<Record<string, string>>;
}

export function ownPackage(from: string = import.meta.dirname): OwnPackage {
  for (let folder = from; dirname(folder) !== folder; folder = dirname(folder)) {
    const file = join(folder, "package.json");
    if (!existsSync(file)) continue;
    const found = JSON.parse(readFileSync(file, "utf8")) as {
      name: string;
      version: string;
      devDependencies: Record<string, string>;
    };
    if (found.name === packageName) return { folder, version: found.version, testedWith: found.devDependencies };
  }
  throw new Error(`no package.json of ${packageName} above ${from}`);
}
