import { isPlainObject } from "../components/config/layers.ts";
import type { Json } from "../cluster/request.ts";
import { redact } from "../rollout/evidence/redact.ts";
import { sanitize } from "../rollout/evidence/sanitize.ts";
import { differences, managedFieldsOf, type Difference } from "./compare.ts";
import type { DriftedField } from "./drift.ts";
import { pathText, valueAt, type FieldPath } from "./fieldSet.ts";
import { namedManager } from "./managers.ts";

const longest = 160;

/** The fields that others have changed or added, as a person reads them. Pure. */
export function driftedFields(applied: unknown, live: Json): DriftedField[] {
  return differences(applied, live).map((difference) => fieldOf(difference, live));
}

/** One that somebody took away. Pure. */
export function removedField(applied: unknown, path: FieldPath): DriftedField {
  return { path: pathText(path), applied: shown(valueAt(applied, path), path) };
}

function fieldOf({ path, applied, live: is, entry }: Difference, live: Json): DriftedField {
  const { manager = "", time } = managedFieldsOf(live)[entry] ?? {};
  const { by, kept } = namedManager(manager);
  return {
    path: pathText(path),
    ...(applied === undefined ? {} : { applied: shown(applied, path) }),
    live: shown(is, path),
    by,
    ...(time === undefined ? {} : { at: time }),
    ...(kept ? { kept } : {}),
  };
}

/** Short, without what a hand may have put in plain text into a variable. */
function shown(value: unknown, path: FieldPath): string {
  const variable = path.at(-1) === "f:value" ? `${/"name":"([^"]+)"/.exec(path.at(-2) ?? "")?.[1] ?? ""}=` : "";
  const text = cut(`${variable}${isVariable(value) ? `${value.name}=${value.value}` : textOf(value)}`);
  return text.slice(variable.length);
}

function isVariable(value: unknown): value is { name: string; value: string } {
  return isPlainObject(value) && typeof value.name === "string" && typeof value.value === "string";
}

function textOf(value: unknown): string {
  if (Array.isArray(value) && value.length > 0 && value.every(isVariable)) {
    return value.map((variable) => `${variable.name}=${variable.value}`).join(", ");
  }
  return typeof value === "string" ? value : JSON.stringify(value);
}

function cut(text: string): string {
  const clean = redact(sanitize(text), []).replaceAll(/\s+/g, " ");
  return clean.length <= longest ? clean : `${clean.slice(0, longest)}…`;
}
