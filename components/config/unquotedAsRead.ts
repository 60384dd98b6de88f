import { parse } from "yaml";
import { isPlainObject } from "./layers.ts";
import type { Unquoted } from "./unquoted.ts";

/**
 * Those of a file's unquoted values that a program was really handed, as Pulumi's CLI has read them: it may have been told
 * to take another file (`--config-file`), of which the program knows nothing. Pure.
 * @param config by key: `releases:services`
 */
export function unquotedAsRead(unquoted: readonly Unquoted[], config: Record<string, unknown>): Unquoted[] {
  return unquoted.filter((one) => isReadFrom(valueAt(config, one.path), one));
}

function isReadFrom(handed: unknown, { source, kind }: Unquoted): boolean {
  switch (kind) {
    case "a number":
      return typeof handed === "number" && readingsOf(source).includes(handed);
    case "true or false":
      return typeof handed === "boolean" && String(handed) === source.toLowerCase();
    case "a time":
      return typeof handed === "string" && handed !== source && Date.parse(handed) === Date.parse(source);
  }
}

/** Pulumi's reader takes the older YAML's numbers (`01234`, `1_000`) and the newer one's (`0o17`). */
function readingsOf(source: string): unknown[] {
  return [parse(source, { version: "1.1" }), parse(source), Number(source.replaceAll("_", ""))];
}

function valueAt(value: unknown, [key, ...rest]: readonly (string | number)[]): unknown {
  if (key === undefined) return value;
  if (Array.isArray(value)) return valueAt(value[Number(key)], rest);
  return isPlainObject(value) && Object.hasOwn(value, key) ? valueAt(value[key], rest) : undefined;
}
