import { z } from "zod";
import { templates } from "../templates.ts";
import { stackParameters } from "./parseStack.ts";
import { releaseParameters } from "./release.ts";
import { basicParameters } from "./service.ts";

type JsonSchema = Record<string, unknown>;

/** JSON Schema of a stack file, for editors to complete from and check as one types. */
export function configSchema(): JsonSchema {
  const keys = {
    "releases:services": mapOf(serviceSchema(), "Basic parameters: what each service is."),
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
    properties: { config: { type: "object", properties: keys, required: ["releases:services", "releases:current"] } },
    required: ["config"],
  };
}

/** A service may leave to its template what the whole of its parameters needs. */
function serviceSchema(): JsonSchema {
  const { properties, ...schema } = inputSchema(basicParameters) as { properties: Record<string, JsonSchema> };
  const template = { ...properties.template, enum: [...templates.keys()] };
  return { ...schema, properties: { ...properties, template }, required: ["template"] };
}

function inputSchema(schema: z.ZodType): JsonSchema {
  const json: JsonSchema = { ...z.toJSONSchema(schema, { io: "input", override: takeNull }) };
  delete json.$schema;
  return json;
}

/** null takes away what a template says, so whatever may be left out may be null. */
function takeNull({ jsonSchema }: { jsonSchema: { properties?: object; required?: string[] } }): void {
  if (jsonSchema.properties === undefined) return;
  const required = jsonSchema.required ?? [];
  jsonSchema.properties = Object.fromEntries(
    Object.entries(jsonSchema.properties).map(([key, property]: [string, JsonSchema]) => [
      key,
      required.includes(key) ? property : nullable(property),
    ]),
  );
}

function nullable(property: JsonSchema): JsonSchema {
  const { description, default: fallback, ...rest } = property;
  return {
    ...(description === undefined ? {} : { description }),
    ...(fallback === undefined ? {} : { default: fallback }),
    anyOf: [rest, { type: "null" }],
  };
}

function mapOf(additionalProperties: JsonSchema, description: string): JsonSchema {
  return { type: "object", description, additionalProperties };
}
