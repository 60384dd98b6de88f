import { isPlainObject } from "../../components/config/layers.ts";
import fc from "fast-check";
import { type FieldPath, type FieldSet } from "../../drift/fieldSet.ts";

export type Json = Record<string, unknown>;

const word = fc.constantFrom("image", "env", "ports", "spec", "a.b/c", "replicas", "template", "constructor");
const leaf = fc.oneof(fc.string({ minLength: 1 }), fc.integer({ min: 1 }), fc.constant(true));

/** What a manifest may hold: maps, and lists of named items. */
const { tree } = fc.letrec<{ tree: Json; value: unknown }>((tie) => ({
  tree: fc.dictionary(word, tie("value"), { minKeys: 1, maxKeys: 3, noNullPrototype: true }),
  value: fc.oneof(
    { maxDepth: 3, depthIdentifier: "manifest" },
    leaf,
    tie("tree"),
    fc
      .uniqueArray(fc.tuple(fc.constantFrom("web", "api", "job"), tie("tree")), {
        minLength: 1,
        maxLength: 2,
        selector: ([name]) => name,
      })
      .map((items) => items.map(([name, rest]) => ({ ...rest, name }))),
  ),
}));

export const manifest: fc.Arbitrary<Json> = tree.map((spec) => ({ spec }));

/** Every leaf, by its path; of a list's item not the name, by which it is told. */
export function leavesOf(value: unknown, path: FieldPath = []): FieldPath[] {
  if (isPlainObject(value))
    return Object.entries(value).flatMap(([key, inner]) => leavesOf(inner, [...path, `f:${key}`]));
  if (!Array.isArray(value)) return path.at(-1) === "f:name" ? [] : [path];
  return value.flatMap((item: Json) => leavesOf(item, [...path, `k:${JSON.stringify({ name: item.name })}`]));
}

export function setOf(paths: readonly FieldPath[]): FieldSet {
  const set: FieldSet = {};
  for (const path of paths) {
    let at = set;
    for (const key of path) at = at[key] = Object.hasOwn(at, key) ? (at[key] ?? {}) : {};
  }
  return set;
}

export function pathsOf(set: FieldSet, path: FieldPath = []): string[] {
  const inner = Object.entries(set);
  if (inner.length === 0) return [path.join(" ")];
  return inner.flatMap(([key, below]) => pathsOf(below, [...path, key]));
}
