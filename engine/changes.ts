import { isPlainObject } from "../components/config/layers.ts";
import type { PropertyChange } from "./events.ts";
import { formatPath } from "./propertyPath.ts";

/** One place where two inputs differ. Plain JSON: in events Pulumi has already put `[secret]` for secrets. */
export interface Difference {
  path: readonly (string | number)[];
  before: unknown;
  after: unknown;
}

/** In Pulumi's JSON: a value that is not known before an update has run. */
const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** The smallest places where two inputs differ. Pure. */
export function differences(before: unknown, after: unknown, path: Difference["path"] = []): Difference[] {
  if (isPlainObject(before) && isPlainObject(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    return keys.flatMap((key) => differences(before[key], after[key], [...path, key]));
  }
  if (Array.isArray(before) && Array.isArray(after)) {
    const indices = Array.from({ length: Math.max(before.length, after.length) }, (_, index) => index);
    return indices.flatMap((index) => differences(before[index], after[index], [...path, index]));
  }
  return JSON.stringify(before) === JSON.stringify(after) ? [] : [{ path, before, after }];
}

/** A difference as a person reads it. */
export function propertyChange({ path, before, after }: Difference): PropertyChange {
  return {
    path: formatPath(path),
    ...(before === undefined ? {} : { before: shown(before) }),
    ...(after === undefined ? {} : { after: shown(after) }),
  };
}

function shown(value: unknown): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.replaceAll(unknownValue, "[unknown]");
}
