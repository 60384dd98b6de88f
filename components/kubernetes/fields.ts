import { readFileSync } from "node:fs";

/** Kubernetes 1.34's fields, as schema/kubernetes.ts derives them: a word for each field's type. */
interface Fields {
  kinds: Record<string, string>;
  types: Record<string, Record<string, string>>;
}

/** What a field takes. */
export type FieldType =
  | { is: "scalar"; word: "string" | "integer" | "number" | "boolean" | "intOrString" | "quantity" | "any" }
  | { is: "words"; words: readonly string[] }
  | { is: "object"; fields: ReadonlyMap<string, string> }
  | { is: "map"; of: string }
  /** Merged by `key`, an element's field or "*" for plain values; replaced as a whole without. */
  | { is: "list"; of: string; key: string | undefined };

const file = new URL("./fields-1.34.json", import.meta.url);
let known: Fields | undefined;

function fields(): Fields {
  known ??= JSON.parse(readFileSync(file, "utf8")) as Fields;
  return known;
}

const scalars = ["string", "integer", "number", "boolean", "intOrString", "quantity", "any"] as const;
const parsed = new Map<string, FieldType>();

/** The type behind a word: `string`, `A|B`, `#Container`, `[]string`, `[name]#Container`, `{}string`. */
export function fieldType(word: string): FieldType {
  const before = parsed.get(word);
  if (before !== undefined) return before;
  const type = parse(word);
  parsed.set(word, type);
  return type;
}

function parse(word: string): FieldType {
  const scalar = scalars.find((name) => name === word);
  if (scalar !== undefined) return { is: "scalar", word: scalar };
  if (word.startsWith("#"))
    return { is: "object", fields: new Map(Object.entries(fields().types[word.slice(1)] ?? {})) };
  if (word.startsWith("{}")) return { is: "map", of: word.slice(2) };
  const [list, key] = /^\[([^\]]*)\]/.exec(word) ?? [];
  if (list !== undefined) return { is: "list", of: word.slice(list.length), key: key === "" ? undefined : key };
  return { is: "words", words: word.split("|") };
}

/** The word for the objects of a kind: `#Deployment`; undefined where the kind is not known. */
export function kindWord(kind: string): string | undefined {
  const { kinds } = fields();
  return Object.hasOwn(kinds, kind) ? `#${kinds[kind] ?? ""}` : undefined;
}
