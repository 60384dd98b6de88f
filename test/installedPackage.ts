import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "..");

/** The package as users install it, of the code as it stands: test/run.ts makes it. By checkout, for some share their packages. */
export const installedPackage = join(root, "node_modules/.cache/test", root.replaceAll("/", "-").slice(1));
