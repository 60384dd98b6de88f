import { readFileSync, writeFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { join, relative, dirname } from "node:path";
import { build, type Plugin } from "esbuild";
import { lineMap } from "./lineMap.ts";
import { oneFilePackages } from "./oneFiles.ts";

/**
 * Puts these files and what they import of ours into few: 385 of them take longer to find and read than to run. What
 * several need is in files that they share, so that a program and the rules it imports have the same templates.
 * @param entries paths below `root`, without their ending
 * @returns the files written
 */
export async function bundle(root: string, entries: readonly string[], dist: string): Promise<string[]> {
  const { metafile } = await build({
    entryPoints: entries.map((entry) => `${entry}.ts`),
    outdir: dist,
    outbase: root,
    absWorkingDir: root,
    bundle: true,
    splitting: true,
    chunkNames: "shared/[name]-[hash]",
    packages: "external",
    platform: "node",
    format: "esm",
    target: "node22",
    // Names stay, for stack traces; indents and comments were 180 kB of the packed megabyte.
    minifyWhitespace: true,
    sourcemap: true,
    sourcesContent: false,
    metafile: true,
    plugins: [keepPlaces(root)],
  });
  requireDeclared(
    Object.values(metafile.outputs).flatMap(({ imports }) => imports),
    root,
  );
  const written = Object.keys(metafile.outputs).map((file) => join(root, file));
  for (const file of written.filter((one) => one.endsWith(".map"))) {
    writeFileSync(file, lineMap(readFileSync(file, "utf8")));
  }
  return written.filter((file) => file.endsWith(".js"));
}

/** What is not in the package's dependencies is not there once it is installed. @throws Error */
function requireDeclared(imports: readonly { path: string; external?: boolean }[], root: string): void {
  const { dependencies, peerDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as Record<
    "dependencies" | "peerDependencies",
    Record<string, string>
  >;
  const there = [...builtinModules, ...Object.keys({ ...dependencies, ...peerDependencies, ...oneFilePackages })];
  const packages = imports.flatMap(({ path, external }) => (external === true ? packageOf(path) : []));
  const missing = packages.filter((name) => !there.includes(name));
  if (missing.length > 0) throw new Error(`imported, and no dependency: ${[...new Set(missing)].join(", ")}`);
}

/** `@pulumi/kubernetes/apps/v1` → `@pulumi/kubernetes` */
function packageOf(path: string): string {
  const parts = path.replace(/^node:/, "").split("/");
  return parts.slice(0, path.startsWith("@") ? 2 : 1).join("/");
}

/** What is read from beside a file is still beside where the file was: each of the new ones is one folder deep. */
function keepPlaces(root: string): Plugin {
  return {
    name: "keep-places",
    setup(building) {
      building.onLoad({ filter: /\.ts$/ }, ({ path }) => ({
        contents: readFileSync(path, "utf8").replaceAll(
          /new URL\("(\.[^"]*)", import\.meta\.url\)/g,
          (_all, beside: string) => `new URL("../${join(relative(root, dirname(path)), beside)}", import.meta.url)`,
        ),
        loader: "ts",
      }));
    },
  };
}
