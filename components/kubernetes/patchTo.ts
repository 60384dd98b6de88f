import { isDeepStrictEqual } from "node:util";
import { isPlainObject, type PlainObject } from "../config/layers.ts";
import { fieldType } from "./fields.ts";
import { strategicMerge } from "./merge.ts";

/**
 * The smallest strategic merge patch that makes `to` of `from`; undefined where they are the same. A list whose elements
 * have a key is patched element by element, unless another order is wanted: then it is replaced. Pure.
 */
export function patchTo(from: unknown, to: unknown, word: string): unknown {
  if (isDeepStrictEqual(from, to)) return undefined;
  if (Array.isArray(from) && Array.isArray(to)) return listPatch(from, to, word);
  if (!isPlainObject(from) || !isPlainObject(to)) return to;
  const type = fieldType(word);
  const patch: PlainObject = {};
  for (const key of new Set([...Object.keys(from), ...Object.keys(to)])) {
    const of = type.is === "map" ? type.of : type.is === "object" ? (type.fields.get(key) ?? "any") : "any";
    const inner = Object.hasOwn(to, key) ? patchTo(from[key], to[key], of) : null;
    if (inner !== undefined) patch[key] = inner;
  }
  return patch;
}

function listPatch(from: readonly unknown[], to: readonly unknown[], word: string): unknown {
  const type = fieldType(word);
  if (type.is !== "list" || type.key === undefined || type.key === "*") return to;
  const { key, of } = type;
  const [before, after] = [byKey(from, key), byKey(to, key)];
  const replaced = [{ $patch: "replace" }, ...to];
  if (before === undefined || after === undefined) return replaced;
  const patch = [
    ...[...before.keys()].filter((name) => !after.has(name)).map((name) => ({ [key]: name, $patch: "delete" })),
    ...[...after].flatMap(([name, element]) => {
      if (!before.has(name)) return [element];
      const inner = patchTo(before.get(name), element, of);
      return inner === undefined ? [] : [{ [key]: name, ...(inner as PlainObject) }];
    }),
  ];
  const same = isDeepStrictEqual(strategicMerge(from, patch, word).value, to);
  // Of containers one is the service's own, and a patch must not put another in its place.
  if (same && (of === "#Container" || sizeOf(patch) <= sizeOf(replaced))) return patch;
  return of === "#Container" ? patch : replaced;
}

/** Undefined where not every element has the key, or two have the same. */
function byKey(list: readonly unknown[], key: string): Map<unknown, unknown> | undefined {
  const found = new Map(list.map((element) => [isPlainObject(element) ? element[key] : undefined, element]));
  return found.size < list.length || found.has(undefined) ? undefined : found;
}

function sizeOf(value: unknown): number {
  return JSON.stringify(value).length;
}
