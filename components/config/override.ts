import { isDeepStrictEqual } from "node:util";
import { isPlainObject, joinBlocks, type PlainObject } from "./layers.ts";
import { omit } from "./omit.ts";
import { parameterPath, parameterText } from "./parameterPath.ts";

/** In a block that goes over a service's file: the parameters that the file says, and that are as if it did not. */
export const unsetKey = "unset";

/** A service's block with another over it: what `unset` names is taken out, all else is merged. Pure. */
export function overridden(base: PlainObject, override: PlainObject): PlainObject {
  const { [unsetKey]: unset, ...block } = override;
  const paths = Array.isArray(unset) ? unset.flatMap((path) => [parameterPath(String(path)) ?? []]) : [];
  return joinBlocks(paths.reduce(without, base), block);
}

/** The least that has to stand over `base` for it to come to `wanted`; undefined where nothing has to. Pure. */
export function overrideFor(base: PlainObject, wanted: PlainObject): PlainObject | undefined {
  const unset: string[] = [];
  const block = difference(base, wanted, [], unset);
  if (unset.length === 0 && Object.keys(block).length === 0) return undefined;
  const least = { ...block, ...(unset.length === 0 ? {} : { [unsetKey]: unset }) };
  // A key that no path can name: then nothing of the file counts.
  return isDeepStrictEqual(overridden(base, least), wanted) ? least : { ...wanted, [unsetKey]: Object.keys(base) };
}

/** Every parameter that a block sets or unsets over a file: `replicas`, `env.GREETING`. Pure. */
export function overriddenPaths(override: PlainObject): string[] {
  const { [unsetKey]: unset, ...block } = override;
  return [...leaves(block, []), ...(Array.isArray(unset) ? unset.map(String) : [])];
}

function difference(base: PlainObject, wanted: PlainObject, place: string[], unset: string[]): PlainObject {
  for (const key of Object.keys(base)) {
    if (!Object.hasOwn(wanted, key)) unset.push(parameterText([...place, key]));
  }
  return Object.fromEntries(
    Object.entries(wanted).flatMap(([key, value]): [string, unknown][] => {
      const before = Object.hasOwn(base, key) ? base[key] : undefined;
      if (isDeepStrictEqual(before, value)) return [];
      if (!isPlainObject(before) || !isPlainObject(value)) return [[key, value]];
      const inner = difference(before, value, [...place, key], unset);
      return Object.keys(inner).length === 0 ? [] : [[key, inner]];
    }),
  );
}

function without(block: PlainObject, [key, ...rest]: readonly string[]): PlainObject {
  if (key === undefined || !Object.hasOwn(block, key)) return block;
  if (rest.length === 0) return omit(block, key);
  const inner = block[key];
  return isPlainObject(inner) ? { ...block, [key]: without(inner, rest) } : block;
}

function leaves(value: unknown, path: readonly string[]): string[] {
  if (!isPlainObject(value) || Object.keys(value).length === 0) return path.length === 0 ? [] : [parameterText(path)];
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, [...path, key]));
}
