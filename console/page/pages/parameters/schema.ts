/** What the JSON schema of a service says of one parameter, as a form needs it. */
export interface FieldSchema {
  kind: "text" | "number" | "yesNo" | "choice" | "json";
  description?: string;
  /** As text. */
  default?: string;
  /** Of a choice all that can be; of a text some that are known. */
  options?: string[];
  minimum?: number;
  maximum?: number;
}

type Schema = Readonly<Record<string, unknown>>;

/** The schema is of what a service is; of what runs these are texts, and the rest is what it looks like: 25, true. */
const releaseTexts: readonly string[] = ["version", "canary.version", "restartedAt", "jobsSkipped", "jobsAgain"];

/**
 * Pure.
 * @param path `rollout.maxSurge`; `env.GREETING`
 */
export function fieldSchema(schema: Schema, path: string): FieldSchema {
  const told = schemaAt(schema, path.split("."));
  if (told === undefined) return releaseTexts.includes(path) ? { kind: "text" } : { kind: "json" };
  const one = branchOf(told);
  const { description, default: standard } = told;
  return {
    ...kindOf(one),
    ...(typeof description === "string" ? { description } : {}),
    ...(standard === undefined || standard === null ? {} : { default: asText(standard) }),
  };
}

/** Every parameter that the schema knows by name, in its order: those of maps are a name of one's choice. Pure. */
export function knownPaths(schema: Schema, prefix = "", depth = 0): string[] {
  const { properties } = branchOf(schema);
  if (!isSchema(properties)) return [];
  return Object.entries(properties).flatMap(([name, inner]) => {
    const path = prefix === "" ? name : `${prefix}.${name}`;
    if (!isSchema(inner)) return [path];
    const below = depth < 2 ? knownPaths(inner, path, depth + 1) : [];
    return below.length === 0 ? [path] : below;
  });
}

/** As it stands in a field. Pure. */
export function asText(value: unknown): string {
  if (value === undefined) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** What was typed, as the value that goes into the file; `wrong` where it is none. Pure. */
export function valueOf(text: string, { kind }: FieldSchema): { value: unknown } | { wrong: string } {
  if (kind === "number") {
    const number = Number(text);
    if (text.trim() !== "" && Number.isFinite(number)) return { value: number };
    // Shares such as 25% are texts in the place of a number.
    return /^\d+%$/.test(text) ? { value: text } : { wrong: "a number is wanted" };
  }
  if (kind === "yesNo") return { value: text === "true" };
  if (kind !== "json") return { value: text };
  try {
    return { value: JSON.parse(text) };
  } catch {
    return { wrong: 'JSON is wanted: a list ["a"], a map {"a": 1}, a text "a"' };
  }
}

function kindOf(one: Schema): Omit<FieldSchema, "description" | "default"> {
  if (Array.isArray(one.enum) && one.enum.every((option) => typeof option === "string"))
    return { kind: "choice", options: one.enum };
  if (one.type === "boolean") return { kind: "yesNo" };
  if (one.type === "integer" || one.type === "number") {
    const { minimum, maximum } = one;
    return {
      kind: "number",
      ...(typeof minimum === "number" ? { minimum } : {}),
      ...(typeof maximum === "number" ? { maximum } : {}),
    };
  }
  if (one.type === "string" || (Array.isArray(one.type) && one.type.includes("string"))) {
    const known = Array.isArray(one.examples) ? one.examples.filter((option) => typeof option === "string") : [];
    return { kind: "text", ...(known.length === 0 ? {} : { options: known }) };
  }
  return { kind: "json" };
}

function schemaAt(schema: Schema, parts: readonly string[]): Schema | undefined {
  const [first, ...rest] = parts;
  if (first === undefined) return schema;
  const { properties, additionalProperties } = branchOf(schema);
  const inner = isSchema(properties) && Object.hasOwn(properties, first) ? properties[first] : additionalProperties;
  return isSchema(inner) ? schemaAt(inner, rest) : undefined;
}

/** Of `anyOf` the one that is not null; where several are left, the one that takes names, else a number or a share, else texts. */
function branchOf(schema: Schema): Schema {
  const { anyOf } = schema;
  if (!Array.isArray(anyOf)) return schema;
  const branches = anyOf.filter(isSchema).filter(({ type }) => type !== "null");
  const text = branches.find(({ type }) => type === "string");
  const share = typeof text?.pattern === "string" && text.pattern.includes("%");
  const number = branches.find(({ type }) => type === "integer" || type === "number");
  const known = branches.find((branch) => Array.isArray(branch.enum));
  const best =
    branches.find(({ type }) => type === "object") ??
    (share || text === undefined ? number : undefined) ??
    (text !== undefined && known !== undefined ? { ...text, examples: known.enum } : text) ??
    branches[0];
  return best === undefined ? schema : branchOf(best);
}

function isSchema(value: unknown): value is Schema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
