import type { z } from "zod";
import { fieldFacts } from "./fields.ts";
import { inOurWords } from "./kubernetesWords.ts";
import { suggest } from "./nearest.ts";
import { schemaAt, keysOf } from "./schemaWalk.ts";

/** A field's path as a person looks it up: `releases:services.website.probes.readiness`. */
export function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((part, index) => (typeof part === "number" ? `[${part}]` : `${index > 0 ? "." : ""}${String(part)}`))
    .join("");
}

/** What was given, short enough for one line. */
export function givenText(value: unknown): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === "object") return `an object with ${Object.keys(value).join(", ") || "no keys"}`;
  const shown = JSON.stringify(value);
  return shown.length > 60 ? `${shown.slice(0, 57)}..."` : shown;
}

/** Parameters below which the name of a secret is expected, and the secret itself may have been put. */
const mayBeSecret: readonly PropertyKey[] = ["secrets", "secretFiles", "url", "signingKey", "repository"];

/** All that is wrong with a value, a line each: path, what was given, what is allowed. */
export function describeIssues(
  error: z.core.$ZodError,
  schema: z.ZodType,
  root: readonly PropertyKey[],
  value: unknown,
): string[] {
  // A field that breaks two checks of one schema is wrong once.
  return [...new Set(error.issues.flatMap((issue) => describeIssue(issue, schema, root, value)))];
}

function describeIssue(
  issue: z.core.$ZodIssue,
  schema: z.ZodType,
  root: readonly PropertyKey[],
  value: unknown,
): string[] {
  const at = pathText([...root, ...issue.path]);
  const field = schemaAt(schema, issue.path);
  if (issue.code === "unrecognized_keys") {
    const known = field === undefined ? [] : keysOf(field);
    return issue.keys.map((key) => {
      const meant = inOurWords(key, known);
      return `${at}.${key}: unknown parameter; ${meant === undefined ? suggest(key, known) : `here it is ${meant}`}`;
    });
  }
  const given = valueAt(value, issue.path);
  if (issue.code === "invalid_key") {
    const name = String(issue.path.at(-1));
    return [`${at}: "${name}" is not a name this map takes${allowedText(keySchema(schema, issue.path))}`];
  }
  if (issue.code === "custom" && !issue.message.startsWith("Invalid input")) return [`${at}: ${issue.message}`];
  const wanted = allowedText(field) + countText(issue);
  if (given === undefined) return [`${at}: missing${wanted}`];
  const shown = issue.path.some((key) => mayBeSecret.includes(key))
    ? "a value that is not shown, as it may be a secret,"
    : givenText(given);
  return [`${at}: ${shown} was given${wanted === "" ? `; ${issue.message}` : wanted}`];
}

function allowedText(field: z.ZodType | undefined): string {
  if (field === undefined) return "";
  const facts = fieldFacts.get(field);
  if (facts !== undefined) return `; allowed: ${facts.allowed}`;
  const type = field._zod.def.type;
  if (type === "object" || type === "record") {
    const keys = keysOf(field);
    return `; allowed: an object${keys.length > 0 ? ` with ${keys.join(", ")}` : ""}`;
  }
  return type === "array" ? "; allowed: a list" : "";
}

/** `of at least 1`, for a list that is too short. */
function countText(issue: z.core.$ZodIssue): string {
  if (issue.code === "too_small" && issue.origin === "array") return ` of at least ${issue.minimum}`;
  return issue.code === "too_big" && issue.origin === "array" ? ` of at most ${issue.maximum}` : "";
}

function keySchema(schema: z.ZodType, path: readonly PropertyKey[]): z.ZodType | undefined {
  const map = schemaAt(schema, path.slice(0, -1));
  return map?._zod.def.type === "record" ? ((map as z.ZodRecord)._zod.def.keyType as z.ZodType) : undefined;
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      typeof inner === "object" && inner !== null && Object.hasOwn(inner, key)
        ? (inner as Record<PropertyKey, unknown>)[key]
        : undefined,
    value,
  );
}
