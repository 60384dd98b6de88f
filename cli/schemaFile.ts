import { join } from "node:path";
import { configSchema, serviceFileSchema } from "../components/config/jsonSchema.ts";

/** The JSON Schemas of a project's files, by their places in it. */
export const schemaFiles = {
  [join("schema", "stack.schema.json")]: configSchema,
  [join("schema", "service.schema.json")]: serviceFileSchema,
};

/** A schema as a file has it: a line for each of its parts, and no indents, which were two thirds of what is packed of it. */
export function schemaText(schema: object): string {
  return `${JSON.stringify(schema, null, 1).replaceAll(/^ +/gm, "")}\n`;
}
