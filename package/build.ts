/**
 * `npm run build`: what the package is made of, in `dist`: JavaScript with source maps, declarations of what others
 * import, and the Kubernetes client as one file. A checkout runs without: Node reads TypeScript, but not below node_modules.
 */
import { execFileSync } from "node:child_process";
import { cpSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { keepDeclarations } from "./declarations.ts";
import { bundleKubernetesClient } from "./kubernetesClient.ts";

const root = resolve(import.meta.dirname, "..");
const dist = join(root, "dist");

/** Read at run time, from beside the code that reads them. */
const beside = ["components/kubernetes/fields-1.34.json", "policy/PulumiPolicy.yaml"];

rmSync(dist, { recursive: true, force: true });
for (const project of ["tsconfig.build.json", "tsconfig.declarations.json"]) {
  execFileSync(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", project], {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
  });
}
keepDeclarations(
  dist,
  ["index", "rules", "templates", "objects", "causes"].map((name) => `program/${name}`).concat("policy/policies"),
);
for (const file of beside) copy(file);
const entry = readFileSync(join(root, "policy/index.js"), "utf8");
writeFileSync(join(dist, "policy/index.js"), entry.replace("./pack.ts", "./pack.js"));
await bundleKubernetesClient(
  root,
  globSync("**/*.js", { cwd: dist }).map((file) => join(dist, file)),
  dist,
);

function copy(file: string): void {
  mkdirSync(dirname(join(dist, file)), { recursive: true });
  cpSync(join(root, file), join(dist, file));
}
