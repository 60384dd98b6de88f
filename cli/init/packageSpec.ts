import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { packageName, type OwnPackage } from "../../host/ownPackage.ts";

/**
 * Where npm has it from: another project is to have it from there too. A file is named as it lies from there. Of a
 * checkout it is what `npm pack` makes of it: linked, it would bring Pulumi's SDK a second time.
 * @param project the folder of the project that is to have it; undefined for one that may lie anywhere
 */
export function packageSpec({ folder, version }: OwnPackage, project: string | undefined): string {
  const modules = dirname(folder);
  if (basename(modules) !== "node_modules") return fileSpec(join(folder, `${packageName}-${version}.tgz`), project);
  const resolved = resolvedBy(join(modules, ".package-lock.json"));
  return resolved?.startsWith("file:") === true
    ? fileSpec(resolve(modules, "..", resolved.slice("file:".length)), project)
    : version;
}

function fileSpec(path: string, project: string | undefined): string {
  return `file:${project === undefined ? path : relative(project, path)}`;
}

function resolvedBy(lock: string): string | undefined {
  if (!existsSync(lock)) return undefined;
  const { packages } = JSON.parse(readFileSync(lock, "utf8")) as {
    packages: Record<string, { resolved?: string } | undefined>;
  };
  return packages[`node_modules/${packageName}`]?.resolved;
}
