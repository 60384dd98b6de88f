import { isPlainObject } from "../components/config/layers.ts";

/**
 * The fields that one manager of an object holds, as the API server keeps them: `f:` a field, `k:` an item of a list by
 * its keys, `v:` one by its value, `.` the thing itself.
 * https://kubernetes.io/docs/reference/using-api/server-side-apply/#field-management
 */
export interface FieldSet {
  [key: string]: FieldSet;
}

/** Keys of a {@link FieldSet}, from the object down. */
export type FieldPath = readonly string[];

const missingProtocol = "TCP";

/** The value under one key of a set; undefined where there is none. Pure. */
export function stepInto(value: unknown, key: string): unknown {
  const [kind, rest] = [key.slice(0, 2), key.slice(2)];
  if (kind === "f:") return isPlainObject(value) && Object.hasOwn(value, rest) ? value[rest] : undefined;
  const at = indexOf(value, key);
  return Array.isArray(value) && at >= 0 ? (value as unknown[])[at] : undefined;
}

export function valueAt(value: unknown, path: FieldPath): unknown {
  return path.reduce(stepInto, value);
}

/** The path in parts of names and indices, as Pulumi writes it; undefined where it does not lead through `value`. */
export function indexedPath(value: unknown, path: FieldPath): (string | number)[] | undefined {
  const parts: (string | number)[] = [];
  let at = value;
  for (const key of path) {
    const part = key.startsWith("f:") ? key.slice(2) : indexOf(at, key);
    if (part === -1) return undefined;
    parts.push(part);
    at = stepInto(at, key);
  }
  return parts;
}

/** As a person reads it: `spec.template.spec.containers[web].image`, `metadata.labels["a.b/c"]`. */
export function pathText(path: FieldPath): string {
  return path
    .map((key, index) => {
      const rest = key.slice(2);
      if (!key.startsWith("f:")) return `[${itemText(key)}]`;
      if (!/^[A-Za-z_$][\w$-]*$/.test(rest)) return `[${JSON.stringify(rest)}]`;
      return index === 0 ? rest : `.${rest}`;
    })
    .join("");
}

/** The part of a set below the given paths, each from the set's own top. Pure. */
export function pick(set: FieldSet, paths: readonly FieldPath[]): FieldSet {
  return split(set, paths).picked;
}

/** The rest of it. Pure. */
export function omit(set: FieldSet, paths: readonly FieldPath[]): FieldSet {
  return split(set, paths).rest;
}

function split(set: FieldSet, paths: readonly FieldPath[]): { picked: FieldSet; rest: FieldSet } {
  const picked: FieldSet = {};
  const rest: FieldSet = {};
  for (const [key, inner] of Object.entries(set)) {
    const below = paths.filter(([first]) => first === key).map((path) => path.slice(1));
    if (below.some((path) => path.length === 0)) picked[key] = inner;
    else if (below.length === 0) rest[key] = inner;
    else {
      const parts = split(inner, below);
      if (Object.keys(parts.picked).length > 0) picked[key] = parts.picked;
      if (Object.keys(parts.rest).length > 0) rest[key] = parts.rest;
    }
  }
  return { picked, rest };
}

function indexOf(list: unknown, key: string): number {
  if (!Array.isArray(list)) return -1;
  const kind = key.slice(0, 2);
  if (kind === "i:") return Number(key.slice(2)) < list.length ? Number(key.slice(2)) : -1;
  const wanted = parsed(key.slice(2));
  if (kind === "v:") return list.indexOf(wanted);
  if (!isPlainObject(wanted)) return -1;
  return list.findIndex(
    (item) => isPlainObject(item) && Object.entries(wanted).every(([name, value]) => isKey(item, name, value)),
  );
}

/** A manifest may leave out the protocol, which the API server then fills in. */
function isKey(item: Record<string, unknown>, name: string, value: unknown): boolean {
  return (item[name] ?? (name === "protocol" ? missingProtocol : undefined)) === value;
}

function itemText(key: string): string {
  const value = parsed(key.slice(2));
  if (!isPlainObject(value)) return String(value);
  return typeof value.name === "string" ? value.name : Object.values(value).map(String).join("/");
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
