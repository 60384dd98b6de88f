import { readdirSync } from "node:fs";
import type { BasicInput } from "./config/service.ts";

/** A type of service: the only place for defaults that differ by type. */
export interface Template {
  /** One sentence: which services it is for. */
  description: string;
  /** Basic parameters that its services have unless they say otherwise. */
  defaults: Partial<Omit<BasicInput, "template" | "cronJob">> & { cronJob?: Partial<BasicInput["cronJob"]> };
}

/** The templates by name: one file each in components/templates, which exports `template`. A new file is a new template. */
export const templates: ReadonlyMap<string, Template> = await loadTemplates();

async function loadTemplates(): Promise<ReadonlyMap<string, Template>> {
  const folder = new URL("./templates/", import.meta.url);
  const files = readdirSync(folder)
    .filter((file) => file.endsWith(".ts"))
    .sort();
  const loaded = await Promise.all(
    files.map(async (file) => {
      const module = (await import(new URL(file, folder).href)) as { template?: Template };
      if (module.template === undefined) throw new Error(`components/templates/${file} exports no \`template\``);
      return [file.slice(0, -".ts".length), module.template] as const;
    }),
  );
  return new Map(loaded);
}
