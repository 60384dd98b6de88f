import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { BasicInput } from "./config/service.ts";
import { ownFiles } from "./ownFiles.ts";

/** A type of service: the only place for defaults that differ by type. */
export interface Template {
  /** One sentence: which services it is for. */
  description: string;
  /** Basic parameters that its services have unless they say otherwise. */
  defaults: Partial<Omit<BasicInput, "template" | "cronJob">> & { cronJob?: Partial<BasicInput["cronJob"]> };
}

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
  const shape = "export const template: Template = { description, defaults }";
  return ownFiles<Template>({ folder, exported: "template", shape }).map(({ name, value }) => [name, value]);
}
