import { isMap, omit } from "./propertyValue.ts";
import type { PropertyMap, PropertyValue } from "./propertyValue.ts";

/** `spec.containers[0]["a.b"]`, `spec.containers[*].image` in parts. https://www.pulumi.com/docs/iac/concepts/options/ignorechanges/ */
export function parsePath(path: string): string[] {
  const parts = path.matchAll(/\["((?:[^"\\]|\\.)*)"\]|\[(\d+|\*)\]|([^.[\]]+)/g);
  return [...parts].map(([, quoted, index, plain]) => quoted?.replaceAll(/\\(.)/g, "$1") ?? index ?? plain ?? "");
}

/** Parts as Pulumi writes a path: `spec.containers[0].image`, `metadata.labels["a.b/c"]`. */
export function formatPath(parts: readonly (string | number)[]): string {
  return parts
    .map((part, index) => {
      if (typeof part === "number") return `[${part}]`;
      if (!/^[A-Za-z_$][\w$-]*$/.test(part)) return `[${JSON.stringify(part)}]`;
      return index === 0 ? part : `.${part}`;
    })
    .join("");
}

/** Whether `path` is `pattern` or lies below it; `*` in the pattern is any key or index. */
export function covers(pattern: readonly string[], path: readonly (string | number)[]): boolean {
  return pattern.length <= path.length && pattern.every((part, index) => part === "*" || part === String(path[index]));
}

function child(value: PropertyValue | undefined, part: string): PropertyValue | undefined {
  if (Array.isArray(value)) return value[Number(part)];
  return isMap(value) ? value[part] : undefined;
}

function withChild(value: PropertyValue, part: string, next: PropertyValue | undefined): PropertyValue {
  if (Array.isArray(value)) {
    const index = Number(part);
    return next === undefined || index >= value.length ? value : value.with(index, next);
  }
  if (!isMap(value)) return value;
  return next === undefined ? omit(value, part) : { ...value, [part]: next };
}

/** `value` with what lies under `path` as it is in `old`: added, taken over, or taken away. */
function keep(value: PropertyValue, old: PropertyValue | undefined, path: readonly string[]): PropertyValue {
  const [part, ...rest] = path;
  if (part === undefined) return old ?? value;
  const keys =
    part !== "*"
      ? [part]
      : Array.isArray(value)
        ? value.map((_, index) => String(index))
        : Object.keys(isMap(value) ? value : {});
  return keys.reduce((changed, key) => {
    const [before, now] = [child(old, key), child(changed, key)];
    if (rest.length === 0) return withChild(changed, key, before);
    return now === undefined ? changed : withChild(changed, key, keep(now, before, rest));
  }, value);
}

/** The new inputs with the properties of Pulumi's `ignoreChanges` as they were. */
export function ignoreChanges(inputs: PropertyMap, old: PropertyMap, paths: readonly string[]): PropertyMap {
  return paths.reduce((changed, path) => keep(changed, old, parsePath(path)) as PropertyMap, inputs);
}
