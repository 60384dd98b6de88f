import { readFileSync } from "node:fs";
import { join, relative, dirname } from "node:path";
import { build, type Plugin } from "esbuild";

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
  return Object.keys(metafile.outputs)
    .filter((file) => file.endsWith(".js"))
    .map((file) => join(root, file));
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
