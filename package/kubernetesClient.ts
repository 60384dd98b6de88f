import { existsSync, globSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { build } from "esbuild";

const client = "@kubernetes/client-node";
const imports = new RegExp(`import \\{([^}]*)\\} from "${client}";`, "g");

/**
 * Puts what the compiled files use of the Kubernetes client into one file beside them, and has them import that: the
 * client would bring 66 packages into a user's tree, and its 870 files take longer to find than to run.
 */
export async function bundleKubernetesClient(root: string, files: readonly string[], dist: string): Promise<void> {
  const outfile = join(dist, "kubernetesClient.js");
  const used = new Set<string>();
  for (const file of files) {
    const text = readFileSync(file, "utf8");
    const rewritten = text.replaceAll(imports, (_line, names: string) => {
      for (const name of names.split(",")) if (name.trim() !== "") used.add(name.trim());
      return `import {${names}} from "${relative(dirname(file), outfile)}";`.replace('from "k', 'from "./k');
    });
    if (rewritten.includes(`"${client}"`)) throw new Error(`${file} imports ${client} in a way that is not bundled`);
    if (rewritten !== text) writeFileSync(file, rewritten);
  }
  const { metafile } = await build({
    stdin: { contents: `export { ${[...used].sort().join(", ")} } from "${client}";`, resolveDir: root },
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
    // Some of what it brings along is CommonJS.
    banner: { js: 'import{createRequire}from"node:module";const require=createRequire(import.meta.url);' },
  });
  writeFileSync(join(dist, "kubernetesClient.LICENSES.txt"), licences(root, Object.keys(metafile.inputs)));
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
