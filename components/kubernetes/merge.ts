import { isPlainObject } from "../config/layers.ts";
import type { PlainObject } from "../config/layers.ts";
import type { Path } from "./check.ts";
import { fieldType } from "./fields.ts";

/** An object with a patch laid over it. */
export interface Merged {
  value: unknown;
  /** Where the patch has set a value, in the result: `["spec", "template", "spec", "hostNetwork"]`. */
  set: Path[];
}

/**
 * Kubernetes' strategic merge: objects are merged field by field, lists whose elements have a key by it, others
 * replaced; `null` and `$patch: delete` take away, `$patch: replace` puts the patch in the place of what was there.
 * What the patch does not name is kept as it is, by reference. Neither argument is changed.
 * https://github.com/kubernetes/community/blob/main/contributors/devel/sig-api-machinery/strategic-merge-patch.md
 */
export function strategicMerge(value: unknown, patch: unknown, word: string, path: Path = []): Merged {
  const type = fieldType(word);
  if (Array.isArray(patch)) {
    const before = Array.isArray(value) ? (value as unknown[]) : [];
    if (type.is !== "list" || type.key === undefined) return { value: patch, set: [path] };
    if (type.key === "*") return { value: [...new Set([...before, ...(patch as unknown[])])], set: [path] };
    return mergeList(before, patch as unknown[], { key: type.key, of: type.of, path });
  }
  if (!isPlainObject(patch) || (type.is !== "object" && type.is !== "map")) return { value: patch, set: [path] };
  const { $patch, ...members } = patch;
  const merged: PlainObject = isPlainObject(value) && $patch !== "replace" ? { ...value } : {};
  const set: Path[] = [];
  for (const [key, member] of Object.entries(members)) {
    if (member === null || (isPlainObject(member) && member.$patch === "delete")) {
      Reflect.deleteProperty(merged, key);
      continue;
    }
    const of = type.is === "map" ? type.of : (type.fields.get(key) ?? "any");
    const inner = strategicMerge(Object.hasOwn(merged, key) ? merged[key] : undefined, member, of, [...path, key]);
    Object.defineProperty(merged, key, { value: inner.value, enumerable: true, configurable: true, writable: true });
    set.push(...inner.set);
  }
  return { value: merged, set: set.length === 0 && Object.keys(members).length === 0 ? [path] : set };
}

/** Elements that are there keep their place, new ones come after them. */
function mergeList(before: unknown[], patch: unknown[], list: { key: string; of: string; path: Path }): Merged {
  const { key, of, path } = list;
  const replaces = patch.some((element) => isPlainObject(element) && element.$patch === "replace" && !(key in element));
  const merged = replaces ? [] : [...before];
  const changes: { element: unknown; set: (index: number) => Path[] }[] = [];
  for (const change of patch) {
    if (!isPlainObject(change) || !(key in change)) continue;
    const index = merged.findIndex((element) => isPlainObject(element) && element[key] === change[key]);
    if (change.$patch === "delete") {
      if (index >= 0) merged.splice(index, 1);
      continue;
    }
    const inner = strategicMerge(index < 0 ? undefined : merged[index], change, of);
    if (index < 0) merged.push(inner.value);
    else merged[index] = inner.value;
    // Of an element that was there, its key is no news.
    const news = index < 0 ? inner.set : inner.set.filter((at) => !(at.length === 1 && at[0] === key));
    changes.push({ element: inner.value, set: (place) => news.map((at) => [...path, place, ...at]) });
  }
  return { value: merged, set: changes.flatMap(({ element, set }) => set(merged.indexOf(element))) };
}
