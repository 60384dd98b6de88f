import { z } from "zod";
import { formatDuration, parseDuration } from "./duration.ts";
import type { IntOrPercent } from "./intOrPercent.ts";
import { parseQuantity } from "./quantity.ts";

/** What a person needs to mend a field: `a whole number from 0 to 500`, and the unit it counts. */
export interface FieldFacts {
  allowed: string;
  unit?: string;
  /** Whether it is a text, though it may be given as a number or a truth value. */
  text?: true;
}

/** The facts of every field, kept with its schema: errors, docs/parameters.md and the editor schema read them. */
export const fieldFacts = z.registry<FieldFacts>();

export function field<S extends z.ZodType>(schema: S, description: string, facts: FieldFacts): S {
  const described = schema.describe(description);
  fieldFacts.add(described, facts);
  return described;
}

export function text(description: string, allowed = "a text that is not empty", pattern?: RegExp) {
  const schema = z.string().min(1).max(4096);
  return field(pattern === undefined ? schema : schema.regex(pattern), description, { allowed });
}

/** A file's content: Kubernetes holds at most 1 MiB in a ConfigMap. */
export function fileContent(description: string) {
  return field(z.string().max(500_000), description, { allowed: "a text of at most 500,000 characters" });
}

export function flag(description: string) {
  return field(z.boolean(), description, { allowed: "true or false" });
}

export function integer(description: string, min: number, max: number, unit: string) {
  return field(z.int().min(min).max(max), description, { allowed: `a whole number from ${min} to ${max}`, unit });
}

export function number(description: string, min: number, max: number, unit: string) {
  return field(z.number().min(min).max(max), description, { allowed: `a number from ${min} to ${max}`, unit });
}

export function choice<const V extends readonly [string, ...string[]]>(description: string, values: V) {
  return field(z.enum(values), description, { allowed: `one of ${values.join(", ")}` });
}

/** Written `30s`, `5m` or `1h30m`; read as seconds. */
export function duration(description: string, min: number, max: number) {
  const bounds = `from ${formatDuration(min)} to ${formatDuration(max)}`;
  const schema = z
    .string()
    .regex(/^(?=\d)(\d{1,4}h)?(\d{1,5}m)?(\d{1,6}s)?$/)
    .refine((value) => {
      const seconds = parseDuration(value);
      return seconds !== undefined && seconds >= min && seconds <= max;
    })
    .transform((value) => parseDuration(value) ?? 0);
  return field(schema, description, { allowed: `a duration like 30s, 5m or 1h30m, ${bounds}`, unit: "seconds" });
}

/** Written as Kubernetes writes it: `100m`, `128Mi`; kept as text. */
export function quantity(description: string, example: string, unit: string) {
  const schema = z
    .union([z.string(), z.number().positive()])
    .transform(String)
    .refine((value) => (parseQuantity(value) ?? 0) > 0);
  return field(schema, description, { allowed: `a Kubernetes quantity like ${example}`, unit });
}

/** A count of pods, or a share of the replicas. */
export function intOrPercent(description: string) {
  const percent = z
    .string()
    .regex(/^(\d{1,2}|100)%$/)
    .transform((value) => value as IntOrPercent);
  return field(z.union([z.int().min(0).max(1000), percent]), description, {
    allowed: 'a whole number of pods, or a share of the replicas like "25%"',
    unit: "pods",
  });
}

/** RFC 1123 label: what Kubernetes takes as the name of a Service, a port, a container. */
export function dnsLabel(description: string, max = 63) {
  return field(
    z
      .string()
      .max(max)
      .regex(/^[a-z]([-a-z0-9]*[a-z0-9])?$/),
    description,
    { allowed: `a DNS label: a-z, 0-9 and "-", starting with a letter, at most ${max} characters` },
  );
}

export function absolutePath(description: string) {
  return field(z.string().regex(/^\/[^:]*$/), description, { allowed: 'a path that starts with "/"' });
}

/** A path as Kubernetes takes it in a route: nothing in it that could mean another path; `*` would be a letter there. */
export function pathPrefix(description: string) {
  const meansAnother = /\/\/|\/\.\.?(\/|$)|%2f/i;
  const schema = z
    .string()
    .max(1024)
    .regex(/^\/(?:[-\w/.~!$&'()+,;=:@]|%[0-9a-f]{2})*$/i)
    .refine((value) => !meansAnother.test(value));
  return field(schema, description, {
    allowed: 'a path that starts with "/", without "//", "/./", "/../", "%2F" and "*": all below it is served',
  });
}

export function portNumber(description: string) {
  return field(z.int().min(1).max(65535), description, { allowed: "a port number from 1 to 65535" });
}

/** An environment value: YAML's numbers and truth values are taken as the text they are. */
export function scalarText(description: string) {
  return field(z.union([z.string(), z.number(), z.boolean()]).transform(String), description, {
    allowed: "a text, a number, true or false",
    text: true,
  });
}

/** A map whose keys are names: a later layer (service over template) changes one entry by its name, null removes it. */
export function mapOf<V extends z.ZodType>(key: z.ZodString, value: V, description: string) {
  return z.record(key, value).describe(description);
}

export const envName = field(
  z
    .string()
    .max(253)
    .regex(/^[A-Za-z_][A-Za-z0-9_.-]*$/),
  "Name of an environment variable.",
  {
    allowed: "a name of letters, digits and _, not starting with a digit, at most 253 characters",
  },
);

export const configKey = text(
  "Key of a secret in the stack's configuration (`release config set --secret KEY`).",
  "the name of a config key: letters, digits, _ and -",
  /^[A-Za-z][\w-]*$/,
);
