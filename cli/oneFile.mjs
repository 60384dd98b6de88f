// The Kubernetes client is 870 files, yaml and zod some 170, which take longer to find and read than to run: `npm ci` puts
// each into one.
import { existsSync } from "node:fs";
import module from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";

const packages = ["@kubernetes/client-node", "yaml", "zod"];
const require = module.createRequire(import.meta.url);

function oneFileOf(name) {
  const { version } = require(`${name}/package.json`);
  return fileURLToPath(new URL(`../node_modules/.cache/${name.replace("/", "-")}-${version}.mjs`, import.meta.url));
}

/** Has imports of these packages come from their one file, where it is there. */
export function useOneFiles() {
  const files = packages.map((name) => [name, oneFileOf(name)]).filter(([, file]) => existsSync(file));
  const urls = new Map(files.map(([name, file]) => [name, pathToFileURL(file).href]));
  module.registerHooks({
    resolve(specifier, context, next) {
      const url = urls.get(specifier);
      return url === undefined ? next(specifier, context) : { url, format: "module", shortCircuit: true };
    },
  });
}

/** Writes the files. */
async function makeOneFiles() {
  const { build } = await import("esbuild");
  for (const name of packages) {
    // Of one that is CommonJS nobody but itself knows what it exports.
    const names = Object.keys(await import(name)).filter((key) => /^[\w$]+$/.test(key) && key !== "default");
    await build({
      stdin: { contents: `export { ${names.join(", ")} } from "${name}";`, resolveDir: import.meta.dirname },
      outfile: oneFileOf(name),
      bundle: true,
      platform: "node",
      format: "esm",
      target: "node22",
      minifyWhitespace: true,
      // Some of what they bring along is CommonJS.
      banner: { js: 'import{createRequire}from"node:module";const require=createRequire(import.meta.url);' },
    });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await makeOneFiles();
