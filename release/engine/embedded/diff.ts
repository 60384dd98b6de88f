import type { PropertyChange } from "../../events.ts";
import { formatPath } from "./propertyPath.ts";
import { equal, isMap, isSecret, redactAll, revealAll, unknownValue } from "./propertyValue.ts";
import type { PropertyMap, PropertyValue } from "./propertyValue.ts";

export type Path = readonly (string | number)[];

/** One place where two values differ. */
export interface Difference {
  path: Path;
  before: PropertyValue | undefined;
  after: PropertyValue | undefined;
}

/** Whether a map is to be shown key by key: not when it holds a single secret or is one. */
function isPlainMap(value: PropertyValue | undefined): value is PropertyMap {
  return isMap(value) && !isSecret(value);
}

/** The smallest places where two inputs differ; the value of a secret counts, that it is one does not. */
export function differences(
  before: PropertyValue | undefined,
  after: PropertyValue | undefined,
  path: Path = [],
): Difference[] {
  if (isPlainMap(before) && isPlainMap(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    return keys.flatMap((key) => differences(before[key], after[key], [...path, key]));
  }
  if (Array.isArray(before) && Array.isArray(after)) {
    const indices = Array.from({ length: Math.max(before.length, after.length) }, (_, index) => index);
    return indices.flatMap((index) => differences(before[index], after[index], [...path, index]));
  }
  const same = before !== undefined && after !== undefined && equal(revealAll(before), revealAll(after));
  return same || (before === undefined && after === undefined) ? [] : [{ path, before, after }];
}

function shown(value: PropertyValue): string {
  if (value === unknownValue) return "[unknown]";
  const redacted = redactAll(value);
  return typeof redacted === "string" ? redacted : JSON.stringify(redacted).replaceAll(unknownValue, "[unknown]");
}

/** A difference as a person reads it. */
export function propertyChange({ path, before, after }: Difference): PropertyChange {
  return {
    path: formatPath(path),
    ...(before === undefined ? {} : { before: shown(before) }),
    ...(after === undefined ? {} : { after: shown(after) }),
  };
}
