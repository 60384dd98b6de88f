import { join } from "node:path";

/** The JSON Schema of a stack's file, in the project. */
export const schemaFile = join("schema", "stack.schema.json");
