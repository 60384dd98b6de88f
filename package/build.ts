/**
 * `npm run build`: what the package is made of, in `dist`: JavaScript with source maps, declarations of what others
 * import, what it uses of some packages as one file each, and the console's page. A checkout runs without: Node reads TypeScript, but not below node_modules.
 */
import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { makeConsolePage } from "./consolePage.ts";
import { keepDeclarations } from "./declarations.ts";
import { imported, makeScripts } from "./scripts.ts";

const root = resolve(import.meta.dirname, "..");
const dist = join(root, "dist");

rmSync(dist, { recursive: true, force: true });
execFileSync(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", "tsconfig.declarations.json"], {
  cwd: root,
  stdio: ["ignore", "inherit", "inherit"],
});
keepDeclarations(dist, imported);
await makeScripts(root, dist);
await makeConsolePage(root, join(dist, "console/page"));
