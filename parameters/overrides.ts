import { isDeepStrictEqual } from "node:util";
import { isPlainObject } from "../components/config/layers.ts";
import { overriddenPaths } from "../components/config/override.ts";
import type { ServiceFiles } from "../components/config/serviceFiles.ts";
import { parseStackText } from "../components/config/stackFile.ts";

/** A stack's file, by its name for people. */
interface StackText {
  /** `Pulumi.staging.yaml` */
  file: string;
  stack: string;
  files: ServiceFiles;
}

/** Where the stack's file says otherwise than the files of services, one sentence for each service. Pure. */
export function standingOverrides(text: string, { file, files }: StackText): Map<string, string> {
  return new Map(
    [...overridesIn(text, file, files)].map(([service, block]) => [
      service,
      `${service}: ${file} goes before ${fileOf(service, files)} in ${pathsOf(block)}`,
    ]),
  );
}

/** What an edit of the stack's file changes in that: it is told, as it stays when the release is over. Pure. */
export function changedOverrides(before: string, after: string, { file, stack, files }: StackText): string[] {
  const [was, is] = [before, after].map((text) => overridesIn(text, file, files));
  return [...files.byName.keys()].flatMap((service) => {
    const [old, now] = [was?.get(service), is?.get(service)];
    if (isDeepStrictEqual(old, now)) return [];
    const own = fileOf(service, files);
    if (now === undefined) return [`${service}: ${file} says nothing over ${own} any more`];
    const back = `release config rm services.${service} --stack ${stack}`;
    return [
      `${service}: from now on ${file} goes before ${own} in ${pathsOf(now)}; other stacks stay as they are, and once the file is right again: ${back}`,
    ];
  });
}

function overridesIn(text: string, file: string, files: ServiceFiles): Map<string, Record<string, unknown>> {
  if (files.byName.size === 0) return new Map();
  const { services } = parseStackText(file, text).raw;
  const blocks = isPlainObject(services) ? Object.entries(services) : [];
  return new Map(
    blocks.flatMap(([service, block]): [string, Record<string, unknown>][] =>
      files.byName.has(service) && isPlainObject(block) && overriddenPaths(block).length > 0 ? [[service, block]] : [],
    ),
  );
}

function fileOf(service: string, files: ServiceFiles): string {
  return files.byName.get(service)?.file ?? "";
}

function pathsOf(block: Record<string, unknown>): string {
  const paths = overriddenPaths(block).sort();
  return paths.length > 6 ? `${paths.slice(0, 5).join(", ")} and ${paths.length - 5} more` : paths.join(", ");
}
