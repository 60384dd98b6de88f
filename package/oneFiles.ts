import { existsSync, globSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { build, type Plugin } from "esbuild";
import { importedFrom } from "./importedFrom.ts";

/** Of many files each, which take longer to find than to run; the Kubernetes client would bring 66 packages besides. */
export const oneFilePackages = { "@kubernetes/client-node": "kubernetesClient", yaml: "yaml", zod: "zod" };

/** Puts what these files use of some packages into one file each, with their licences, and has them import that. */
export async function makeOneFiles(root: string, files: readonly string[], dist: string): Promise<void> {
  for (const [name, file] of Object.entries(oneFilePackages)) {
    const outfile = join(dist, `${file}.js`);
    const used = importFrom(outfile, name, files);
    const { metafile } = await build({
      stdin: { contents: `export { ${used.join(", ")} } from "${name}";`, resolveDir: root },
      outfile,
      bundle: true,
      minify: true,
      metafile: true,
      platform: "node",
      format: "esm",
      target: "node22",
      legalComments: "none",
      // More than a third of it, and needs nothing itself: a dependency of the package.
      external: ["undici"],
      absWorkingDir: root,
      plugins: [englishAlone],
      // Some of what they bring along is CommonJS.
      banner: { js: 'import{createRequire}from"node:module";const require=createRequire(import.meta.url);' },
    });
    writeFileSync(join(dist, `${file}.LICENSES.txt`), licences(root, Object.keys(metafile.inputs)));
  }
}

/** Zod knows 50 languages, two thirds of it, and says what is wrong in ours: this alone is what `release` speaks. */
const englishAlone: Plugin = {
  name: "english-alone",
  setup(building) {
    building.onLoad({ filter: /zod\/v4\/locales\/index\.js$/ }, () => ({
      contents: 'export { default as en } from "./en.js";',
    }));
  },
};

/** Writes the imports of a package anew, from this file; returns what is imported of it. */
function importFrom(outfile: string, name: string, files: readonly string[]): string[] {
  const used = new Set<string>();
  for (const file of files) {
    const text = readFileSync(file, "utf8");
    const path = relative(dirname(file), outfile);
    const rewritten = importedFrom(text, name, path.startsWith(".") ? path : `./${path}`);
    for (const word of rewritten.names) used.add(word);
    if (rewritten.text !== text) writeFileSync(file, rewritten.text);
  }
  return [...used].sort();
}

/** Of every package in the one file, as their licences ask. */
function licences(root: string, inputs: readonly string[]): string {
  const folders = inputs.flatMap((file) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1] ?? []);
  return [...new Set(folders)]
    .sort()
    .map((folder) => {
      const text = readFileSync(join(root, folder, "package.json"), "utf8");
      const { name, version, license } = JSON.parse(text) as Record<string, string>;
      const [file] = globSync("{LICENSE,LICENCE,license,License}*", { cwd: join(root, folder) });
      const said = file !== undefined && existsSync(join(root, folder, file));
      const words = said ? readFileSync(join(root, folder, file), "utf8").trim() : "";
      return `${name ?? folder} ${version ?? ""}, ${license ?? "see its package"}\n\n${words}\n`;
    })
    .join(`\n${"-".repeat(80)}\n\n`);
}
