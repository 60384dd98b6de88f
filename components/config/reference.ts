import type { z } from "zod";
import { templates } from "../templates.ts";
import { fieldFacts } from "./fields.ts";
import { stackParameters } from "./parseStack.ts";
import { releaseParameters } from "./release.ts";
import { unwrap } from "./schemaWalk.ts";
import { basicParameters } from "./service.ts";

/** docs/parameters.md: every parameter with its sentence and what it takes, from the one definition there is. */
export function parameterReference(): string {
  const told = new Map<z.ZodType, string>();
  return [
    "# Parameters",
    "<!-- Written from components/config by test/components/config/reference.test.ts; edit the descriptions there. -->",
    "One stack is one environment: `Pulumi.<stack>.yaml`. A service is its template's defaults, then its basic " +
      "parameters, then its release parameters; `release config show SERVICE` prints the result with where each value " +
      "comes from. `null` takes away what a template says. `NAME` stands for a name of your choice.",
    "## Basic parameters: `services/SERVICE.yaml`, or `releases:services.SERVICE`",
    "What a service is. Changed rarely, by its owners. They stand in a file of the service's own, once for all stacks and " +
      "with what differs in one below `stacks: {prod: {…}}`, or in the stack's file, which goes before the service's, key " +
      "by key ([components.md](components.md#what-a-service-is-in-a-file-of-its-own)). What goes before takes one parameter " +
      "more, `unset`: a list of those that the service's file says and that are left to the template here.",
    table(basicParameters, told),
    "## Release parameters: `releases:current.SERVICE`",
    "What runs. A release changes these and nothing else.",
    table(releaseParameters),
    "## The stack",
    tableOf(Object.entries(stackParameters).flatMap(([key, schema]) => rows(`releases:${key}`, schema, told))),
    "## Templates",
    "The defaults of each type of service: `components/templates/NAME.ts`, and `templates/NAME.ts` of a project of its own. A new file there is a new template.",
    [
      "| Template | For |",
      "| --- | --- |",
      ...[...templates].map(([name, { description }]) => `| \`${name}\` | ${description} |`),
    ].join("\n"),
  ].join("\n\n");
}

interface Row {
  path: string;
  takes: string;
  description: string;
}

function table(schema: z.ZodObject, told = new Map<z.ZodType, string>()): string {
  return tableOf(Object.entries(schema.shape).flatMap(([key, field]) => rows(key, field as z.ZodType, told)));
}

function tableOf(all: Row[]): string {
  const lines = all.map(({ path, takes, description }) => `| \`${path}\` | ${takes} | ${description} |`);
  return ["| Parameter | Takes | |", "| --- | --- | --- |", ...lines].join("\n");
}

/** The parameter itself, then what is in it; what was told before is referred to. */
function rows(path: string, field: z.ZodType, told = new Map<z.ZodType, string>()): Row[] {
  const schema = unwrap(field);
  const facts = fieldFacts.get(schema);
  const before = facts === undefined ? told.get(schema) : undefined;
  const description = [descriptionOf(field), ...(before === undefined ? [] : [`In it: as in \`${before}\`.`])];
  const own = { path, takes: cell(facts?.allowed ?? kindOf(schema)), description: cell(description.join(" ").trim()) };
  const children = before === undefined ? inner(schema) : [];
  if (children.length > 0) told.set(schema, path);
  const below = children.flatMap(([key, child]) => rows(`${path}${key}`, child, told));
  // An entry of a map has its sentence at the map.
  return descriptionOf(field) === "" && below.length > 0 ? below : [own, ...below];
}

function inner(schema: z.ZodType): [string, z.ZodType][] {
  if (fieldFacts.has(schema)) return [];
  const { type } = schema._zod.def;
  if (type === "object") {
    return Object.entries((schema as z.ZodObject).shape).map(([key, child]) => [`.${key}`, child as z.ZodType]);
  }
  if (type === "record") return [[".NAME", (schema as z.ZodRecord)._zod.def.valueType as z.ZodType]];
  if (type !== "array") return [];
  const element = unwrap((schema as z.ZodArray)._zod.def.element as z.ZodType);
  return element._zod.def.type === "object" ? inner(element).map(([key, child]) => [`[]${key}`, child]) : [];
}

function kindOf(schema: z.ZodType): string {
  const kinds: Record<string, string> = { object: "", record: "a map", array: "a list", enum: "one of a few words" };
  return kinds[schema._zod.def.type] ?? "";
}

function descriptionOf(field: z.ZodType): string {
  return field.description ?? unwrap(field).description ?? "";
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("<", "&lt;");
}
