import { z } from "zod";
import { templates } from "../templates.ts";
import { stackParameters } from "./parseStack.ts";
import { releaseParameters } from "./release.ts";
import { basicParameters } from "./service.ts";

type JsonSchema = Record<string, unknown>;

/** JSON Schema of a stack file, for editors to complete from and check as one types. */
export function configSchema(): JsonSchema {
  const keys = {
    "releases:services": mapOf(
      overrideSchema(),
      "Basic parameters: what each service is; of one with a file, services/NAME.yaml, what this stack has otherwise.",
    ),
    "releases:current": mapOf(
      inputSchema(releaseParameters),
      "Release parameters: what runs. A release changes only these.",
    ),
    ...Object.fromEntries(
      Object.entries(stackParameters).map(([key, schema]) => [`releases:${key}`, inputSchema(schema)]),
    ),
  };
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "A stack of services: Pulumi.<stack>.yaml",
    type: "object",
    properties: { config: { type: "object", properties: keys, required: ["releases:current"] } },
    required: ["config"],
  };
}

/** JSON Schema of a service's file. */
export function serviceFileSchema(): JsonSchema {
  const { properties, ...rest } = serviceSchema();
  const same = Object.keys(properties).map((key): [string, JsonSchema] => [key, { $ref: `#/properties/${key}` }]);
  const override: JsonSchema = { ...rest, properties: { ...Object.fromEntries(same), unset } };
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "A service's basic parameters, for all stacks: services/NAME.yaml",
    ...rest,
    properties: { ...properties, stacks: mapOf(override, "What differs in a stack, by the stack's name.") },
    required: ["template"],
  };
}

/** A whole service, or what goes over one that has a file. */
function overrideSchema(): JsonSchema {
  const { properties, ...rest } = serviceSchema();
  return { ...rest, properties: { ...properties, unset } };
}

const unset: JsonSchema = {
  description: "Parameters of the service's file that are left to the template here: [replicas, env.GREETING].",
  type: "array",
  items: { type: "string" },
};

/** A service may leave to its template what the whole of its parameters needs, at every depth. */
function serviceSchema(): JsonSchema & { properties: Record<string, JsonSchema> } {
  const { properties, ...schema } = withoutRequired(inputSchema(basicParameters)) as {
    properties: Record<string, JsonSchema>;
  };
  // Editors offer those there are; a project may have its own.
  const { description, ...text } = properties.template ?? {};
  const template = { description, anyOf: [{ enum: [...templates.keys()] }, text] };
  return { ...schema, properties: { ...properties, template } };
}

function inputSchema(schema: z.ZodType): JsonSchema {
  const json: JsonSchema = { ...z.toJSONSchema(schema, { io: "input" }) };
  delete json.$schema;
  return withNulls(json);
}

/** But in lists: they are replaced as a whole. */
function withoutRequired({ required: _, ...schema }: JsonSchema): JsonSchema {
  return Object.fromEntries(
    Object.entries(schema).map(([key, value]) => {
      if (key === "anyOf" && Array.isArray(value)) return [key, value.map((one: JsonSchema) => withoutRequired(one))];
      return [key, key !== "items" && isSchema(value) ? withoutRequired(value) : value];
    }),
  );
}

/** null takes away what a template says, so whatever may be left out may be null. */
function withNulls(schema: JsonSchema): JsonSchema {
  const inner = Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [key, isSchema(value) ? withNulls(value) : value]),
  );
  if (isSchema(inner.additionalProperties)) inner.additionalProperties = nullable(inner.additionalProperties);
  if (!isSchema(inner.properties)) return inner;
  const required = Array.isArray(inner.required) ? inner.required : [];
  const properties = Object.entries(inner.properties).map(([key, property]) => [
    key,
    required.includes(key) ? property : nullable(property as JsonSchema),
  ]);
  return { ...inner, properties: Object.fromEntries(properties) };
}

function nullable({ description, default: fallback, ...rest }: JsonSchema): JsonSchema {
  return {
    ...(description === undefined ? {} : { description }),
    ...(fallback === undefined ? {} : { default: fallback }),
    anyOf: [rest, { type: "null" }],
  };
}

function mapOf(additionalProperties: JsonSchema, description: string): JsonSchema {
  return { type: "object", description, additionalProperties };
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
