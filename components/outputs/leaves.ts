import * as pulumi from "@pulumi/pulumi";
import { isPlainObject } from "../config/layers.ts";

/** What has nothing in it: a text, a number, an Output. */
export type Leaf = unknown;

/** Everything at the ends of an object, by where it stands. */
export function leavesOf(value: unknown): Map<string, Leaf> {
  const leaves = new Map<string, Leaf>();
  const walk = (inner: unknown, path: readonly (string | number)[]): void => {
    const entries = entriesOf(inner);
    if (entries === undefined) leaves.set(JSON.stringify(path), inner);
    else for (const [key, next] of entries) walk(next, [...path, key]);
  };
  walk(value, []);
  return leaves;
}

/** The same object with other leaves in these places. */
export function withLeaves<M>(value: M, leaves: ReadonlyMap<string, Leaf>): M {
  const walk = (inner: unknown, path: readonly (string | number)[]): unknown => {
    const entries = entriesOf(inner);
    if (entries === undefined) {
      const place = JSON.stringify(path);
      return leaves.has(place) ? leaves.get(place) : inner;
    }
    const filled = entries.map(([key, next]) => [key, walk(next, [...path, key])] as const);
    return Array.isArray(inner) ? filled.map(([, next]) => next) : Object.fromEntries(filled);
  };
  // Pulumi takes an Output wherever it takes a value, so what is built goes to it as it would without.
  return walk(value, []) as M;
}

/** What is in a list or a map; undefined for what is a value to us. */
function entriesOf(value: unknown): [string | number, unknown][] | undefined {
  if (Array.isArray(value)) return value.map((item: unknown, index) => [index, item]);
  if (pulumi.Output.isInstance(value) || !isPlainObject(value)) return undefined;
  return Object.entries(value);
}
