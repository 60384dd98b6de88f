/**
 * `npm run build`: what the package is made of, in `dist`: JavaScript with source maps, declarations of what others
 * import, and what it uses of some packages as one file each. A checkout runs without: Node reads TypeScript, but not below node_modules.
 */
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { bundle } from "./bundle.ts";
import { keepDeclarations } from "./declarations.ts";
import { makeOneFiles } from "./oneFiles.ts";

const root = resolve(import.meta.dirname, "..");
const dist = join(root, "dist");

/** Read at run time, from beside the code that reads them. */
const beside = ["components/kubernetes/fields-1.34.json", "policy/PulumiPolicy.yaml"];
const imported = [
  ...["index", "rules", "templates", "objects", "causes"].map((name) => `program/${name}`),
  "policy/policies",
];

rmSync(dist, { recursive: true, force: true });
execFileSync(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", "tsconfig.declarations.json"], {
  cwd: root,
  stdio: ["ignore", "inherit", "inherit"],
});
keepDeclarations(dist, imported);
const files = await bundle(root, [...imported, "policy/pack", "cli/release", "components/templates/*"], dist);
for (const file of beside) copy(file);
const entry = readFileSync(join(root, "policy/index.js"), "utf8");
writeFileSync(join(dist, "policy/index.js"), entry.replace("./pack.ts", "./pack.js"));
await makeOneFiles(root, files, dist);

function copy(file: string): void {
  mkdirSync(dirname(join(dist, file)), { recursive: true });
  cpSync(join(root, file), join(dist, file));
}
