import { isScalar, isMap, isSeq, Scalar, type Document } from "yaml";
import { pathText } from "./describeIssue.ts";
import { fieldFacts } from "./fields.ts";
import { releaseParameters } from "./release.ts";
import { schemaAt } from "./schemaWalk.ts";
import { basicParameters } from "./service.ts";

/** A value without quotes that is not read as it is written: `01234` is a number, 1234. */
export interface Unquoted {
  /** Below `config`: `["releases:services", "web", "env", "ZIP"]` */
  path: (string | number)[];
  /** As it is written. */
  source: string;
  kind: "a number" | "true or false" | "a time";
}

/** What Pulumi's own reader of YAML takes for more than text, beside what everybody does. */
const number = /^[-+]?(0b[01_]+|0o?[0-7_]+|0x[\da-f_]+|[\d_]*\.?[\d_]+(e[-+]?\d+)?|[\d_]+\.)$/i;
const time = /^\d{4}-\d{1,2}-\d{1,2}([Tt ]\d{1,2}:\d{1,2}:\d{1,2}\S*)?$/;

/** The values of a stack's file whose text is lost in reading: Pulumi's CLI even writes them back as it understood them. */
export function unquotedIn(document: Document): Unquoted[] {
  return unquotedBelow(document.get("config"));
}

/** The same of a part of a file; `path` is where that stands. */
export function unquotedBelow(node: unknown, path: (string | number)[] = []): Unquoted[] {
  return walk(node, path);
}

function walk(node: unknown, path: (string | number)[]): Unquoted[] {
  if (isMap(node)) return node.items.flatMap(({ key, value }) => walk(value, [...path, keyText(key)]));
  if (isSeq(node)) return node.items.flatMap((item, index) => walk(item, [...path, index]));
  if (!isScalar(node) || node.type !== Scalar.PLAIN || node.source === undefined) return [];
  const kind = kindOf(node.value, node.source);
  return kind === undefined ? [] : [{ path, source: node.source, kind }];
}

function kindOf(value: unknown, source: string): Unquoted["kind"] | undefined {
  if (typeof value === "number") return String(value) === source ? undefined : "a number";
  if (typeof value === "boolean") return String(value) === source ? undefined : "true or false";
  if (typeof value !== "string") return undefined;
  if (time.test(source)) return "a time";
  return number.test(source) && /\d/.test(source) ? "a number" : undefined;
}

function keyText(key: unknown): string {
  return String(isScalar(key) ? key.value : key);
}

/** One line for each of them that stands where a text is taken. */
export function unquotedTexts(unquoted: readonly Unquoted[]): string[] {
  return unquoted.flatMap(({ path, source, kind }) => {
    const [key, , ...place] = path;
    const schema =
      key === "releases:services" ? basicParameters : key === "releases:current" ? releaseParameters : undefined;
    const field = schema === undefined ? undefined : schemaAt(schema, place);
    if (field === undefined || !(fieldFacts.get(field)?.text ?? field._zod.def.type === "string")) return [];
    return [`${pathText(path)}: ${source} without quotes is read as ${kind}, not as it is written; write "${source}"`];
  });
}
