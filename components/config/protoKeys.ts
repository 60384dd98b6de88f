import { pathText } from "./describeIssue.ts";
import { isPlainObject } from "./layers.ts";
import { stackKeyNames } from "./parseStack.ts";
import type { RawStackConfig } from "./stackConfig.ts";

/** Keys that JavaScript has another use for: maps lose them on the way without a word. Pure. */
export function protoKeys(raw: RawStackConfig): string[] {
  return stackKeyNames.flatMap((key) => walk(raw[key], [`releases:${key}`]));
}

function walk(value: unknown, path: readonly (string | number)[]): string[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => walk(item, [...path, index]));
  if (!isPlainObject(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === "__proto__"
      ? [`${pathText(path)}.__proto__: no entry can have this name; choose another`]
      : walk(inner, [...path, key]),
  );
}
