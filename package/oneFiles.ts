import { existsSync, globSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { build } from "esbuild";

/** Of many files each, which take longer to find than to run; the Kubernetes client would bring 66 packages besides. */
const packages = { "@kubernetes/client-node": "kubernetesClient", yaml: "yaml", zod: "zod" };

/** Puts what these files use of some packages into one file each, with their licences, and has them import that. */
export async function makeOneFiles(root: string, files: readonly string[], dist: string): Promise<void> {
  for (const [name, file] of Object.entries(packages)) {
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
      // Some of what they bring along is CommonJS.
      banner: { js: 'import{createRequire}from"node:module";const require=createRequire(import.meta.url);' },
    });
    writeFileSync(join(dist, `${file}.LICENSES.txt`), licences(root, Object.keys(metafile.inputs)));
  }
}

/** Writes the imports of a package anew, from this file; returns what is imported of it. */
function importFrom(outfile: string, name: string, files: readonly string[]): string[] {
  const used = new Set<string>();
  const imports = new RegExp(`import \\{([^}]*)\\} from "${name}";`, "g");
  // Left by the bundler of an import whose names are used elsewhere.
  const bare = `import "${name}";\n`;
  for (const file of files) {
    const text = readFileSync(file, "utf8");
    const path = relative(dirname(file), outfile);
    const rewritten = text.replaceAll(bare, "").replaceAll(imports, (_line, names: string) => {
      for (const word of names.split(",")) used.add(word.trim().replace(/ as .*/, ""));
      return `import {${names}} from "${path.startsWith(".") ? path : `./${path}`}";`;
    });
    if (rewritten.includes(` "${name}"`)) throw new Error(`${file} imports ${name} in a way that is not bundled`);
    if (rewritten !== text) writeFileSync(file, rewritten);
  }
  return [...used].filter((word) => word !== "").sort();
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
