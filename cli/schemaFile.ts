import { join } from "node:path";
import { configSchema, serviceFileSchema } from "../components/config/jsonSchema.ts";

/** The JSON Schemas of a project's files, by their places in it. */
export const schemaFiles = {
  [join("schema", "stack.schema.json")]: configSchema,
  [join("schema", "service.schema.json")]: serviceFileSchema,
};
