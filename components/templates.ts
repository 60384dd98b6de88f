import { existsSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { UsageProblem } from "../errors/problem.ts";
import type { BasicInput } from "./config/service.ts";

/** A type of service: the only place for defaults that differ by type. */
export interface Template {
  /** One sentence: which services it is for. */
  description: string;
  /** Basic parameters that its services have unless they say otherwise. */
  defaults: Partial<Omit<BasicInput, "template" | "cronJob">> & { cronJob?: Partial<BasicInput["cronJob"]> };
}

const require = createRequire(import.meta.url);
const builtIn = templatesIn(fileURLToPath(new URL("./templates", import.meta.url)));
const known = new Map(builtIn);

/** The templates by name: one file each in components/templates, which exports `template`. A new file is a new template. */
export const templates: ReadonlyMap<string, Template> = known;

/**
 * From now on the project's own templates are there too: `templates/NAME.ts` beside its Pulumi.yaml, each exporting
 * `template`. One with a built-in's name takes its place.
 * @throws UsageProblem TEMPLATE_INVALID
 */
export function useTemplates(projectDir: string): void {
  known.clear();
  for (const [name, template] of [...builtIn, ...templatesIn(join(projectDir, "templates"))]) known.set(name, template);
}

function templatesIn(folder: string): [string, Template][] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => /(?<!\.d)\.[jt]s$/.test(file))
    .sort()
    .map((file) => [file.slice(0, -".ts".length), templateOf(join(folder, file))]);
}

function templateOf(file: string): Template {
  const { template } = loaded(file);
  if (template !== undefined) return template;
  throw invalid(file, "it exports no `template`");
}

function loaded(file: string): { template?: Template } {
  try {
    return require(file) as { template?: Template };
  } catch (cause) {
    throw invalid(file, cause instanceof Error ? cause.message : String(cause), cause);
  }
}

function invalid(file: string, why: string, cause?: unknown): UsageProblem {
  return new UsageProblem({
    code: "TEMPLATE_INVALID",
    what: `a template cannot be used: ${why}`,
    where: file,
    next: "mend the file: `export const template: Template = { description, defaults }`; docs/package.md",
    ...(cause === undefined ? {} : { cause }),
  });
}
