import type { z } from "zod";
import { fieldFacts } from "./fields.ts";

/** The schema without its wrappers (optional, default, prefault), stopping where facts are kept. */
export function unwrap(schema: z.ZodType): z.ZodType {
  let inner = schema;
  for (;;) {
    if (fieldFacts.has(inner)) return inner;
    const def = inner._zod.def as { innerType?: z.ZodType };
    if (def.innerType === undefined) return inner;
    inner = def.innerType;
  }
}

/** The schema of the field at `path`; undefined where the path leads nowhere. */
export function schemaAt(schema: z.ZodType, path: readonly PropertyKey[]): z.ZodType | undefined {
  let field: z.ZodType | undefined = unwrap(schema);
  for (const key of path) {
    field = childOf(field, key);
    if (field === undefined) return undefined;
    field = unwrap(field);
  }
  return field;
}

/** The keys an object schema takes; none for other schemas. */
export function keysOf(schema: z.ZodType): string[] {
  const inner = unwrap(schema);
  return inner._zod.def.type === "object" ? Object.keys((inner as z.ZodObject).shape) : [];
}

function childOf(schema: z.ZodType, key: PropertyKey): z.ZodType | undefined {
  const def = schema._zod.def;
  if (def.type === "object") {
    const { shape } = schema as z.ZodObject;
    return Object.hasOwn(shape, key) ? (shape[String(key)] as z.ZodType) : undefined;
  }
  if (def.type === "record") return (schema as z.ZodRecord)._zod.def.valueType as z.ZodType;
  if (def.type === "array") return (schema as z.ZodArray)._zod.def.element as z.ZodType;
  return undefined;
}
