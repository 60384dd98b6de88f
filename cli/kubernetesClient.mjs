// The Kubernetes client is 870 files, which take twice as long to find and read as to run: `npm ci` puts them into one.
import { existsSync } from "node:fs";
import module from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";

const name = "@kubernetes/client-node";
const { version } = module.createRequire(import.meta.url)(`${name}/package.json`);
const bundle = fileURLToPath(new URL(`../node_modules/.cache/kubernetes-client-${version}.mjs`, import.meta.url));

/** Has imports of the client come from the one file, where it is there. */
export function useBundle() {
  if (!existsSync(bundle)) return;
  const url = pathToFileURL(bundle).href;
  module.registerHooks({
    resolve: (specifier, context, next) =>
      specifier === name ? { url, format: "module", shortCircuit: true } : next(specifier, context),
  });
}

/** Writes the one file. */
export async function makeBundle() {
  const { build } = await import("esbuild");
  await build({
    entryPoints: [fileURLToPath(import.meta.resolve(name))],
    outfile: bundle,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node22",
    minifyWhitespace: true,
    // Some of what it brings along is CommonJS.
    banner: { js: 'import{createRequire}from"node:module";const require=createRequire(import.meta.url);' },
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await makeBundle();
