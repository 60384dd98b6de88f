import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { bundle } from "./bundle.ts";
import { makeConsolePage } from "./consolePage.ts";
import { makeOneFiles } from "./oneFiles.ts";

/** What others import. */
export const imported = [
  ...["index", "rules", "templates", "objects", "causes"].map((name) => `program/${name}`),
  "policy/policies",
];

/** Read at run time, from beside the code that reads them. */
const beside = ["components/kubernetes/fields-1.34.json", "policy/PulumiPolicy.yaml"];

/** Writes all of the package that runs: JavaScript with source maps. */
export async function makeScripts(root: string, dist: string): Promise<void> {
  const files = await bundle(root, [...imported, "policy/pack", "cli/release", "components/templates/*"], dist);
  for (const file of beside) {
    mkdirSync(dirname(join(dist, file)), { recursive: true });
    cpSync(join(root, file), join(dist, file));
  }
  const entry = readFileSync(join(root, "policy/index.js"), "utf8");
  writeFileSync(join(dist, "policy/index.js"), entry.replace("./pack.ts", "./pack.js"));
  await makeOneFiles(root, files, dist);
}

/** The package as `npm install` leaves it, without its declarations, in a folder that is its alone. */
export async function makeInstalled(root: string, folder: string): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  await makeScripts(root, join(folder, "dist"));
  await makeConsolePage(root, join(folder, "dist/console/page"));
  for (const name of ["cli/release.mjs", "package.json", "schema"]) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    cpSync(join(root, name), join(folder, name), { recursive: true });
  }
}
