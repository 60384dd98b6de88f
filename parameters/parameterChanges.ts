import { isPlainObject } from "../components/config/layers.ts";
import type { ServiceParameters } from "./serviceParameters.ts";

export interface ParameterChange {
  /** `release.version`, `basic.env.GREETING`, `secrets.dbPassword` */
  path: string;
  before?: string;
  after?: string;
}

/** Every leaf that differs, in path order. Secrets appear as `[secret]`. */
export function parameterChanges(before: ServiceParameters | undefined, after: ServiceParameters): ParameterChange[] {
  const old = leaves(before);
  const now = leaves(after);
  return [...new Set([...old.keys(), ...now.keys()])]
    .sort()
    .filter((path) => old.get(path) !== now.get(path))
    .map((path) => ({ path, ...shown("before", path, old), ...shown("after", path, now) }));
}

function shown(key: "before" | "after", path: string, values: Map<string, string>): Partial<ParameterChange> {
  const value = values.get(path);
  return value === undefined ? {} : { [key]: path.startsWith("secrets.") ? "[secret]" : value };
}

function leaves(value: unknown, path = "", found = new Map<string, string>()): Map<string, string> {
  if (isPlainObject(value)) {
    for (const [key, inner] of Object.entries(value)) leaves(inner, path === "" ? key : `${path}.${key}`, found);
  } else if (Array.isArray(value)) {
    value.forEach((inner, index) => leaves(inner, `${path}[${index}]`, found));
  } else if (value !== undefined) {
    found.set(path, typeof value === "string" ? value : JSON.stringify(value));
  }
  return found;
}
