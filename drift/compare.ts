import { isPlainObject } from "../components/config/layers.ts";
import { parseQuantity } from "../components/config/quantity.ts";
import type { Json } from "../cluster/request.ts";
import { holds as holdsAsked, isHidden, isLeftOut } from "../rollout/holds.ts";
import { stepInto, type FieldPath, type FieldSet } from "./fieldSet.ts";
import { isBeside, isForeign, type ManagedFields } from "./managers.ts";

/** One place where a live object is not as applied, for somebody else has set it. */
export interface Difference {
  path: FieldPath;
  /** Undefined: it was added. */
  applied: unknown;
  live: unknown;
  /** Which of the managedFields holds it. */
  entry: number;
}

export function managedFieldsOf(live: Json): ManagedFields[] {
  const { metadata } = live;
  return isPlainObject(metadata) && Array.isArray(metadata.managedFields)
    ? (metadata.managedFields as ManagedFields[])
    : [];
}

/**
 * What others than Pulumi hold of a live object, and that is not as applied. Who holds a field tells drift from a change
 * that is not released yet: a value that differs and is still Pulumi's own is what it applied before. Pure.
 */
export function differences(applied: unknown, live: Json): Difference[] {
  const found = managedFieldsOf(live).flatMap((entry, index) =>
    isForeign(entry) ? heldOtherwise(entry.fieldsV1 ?? {}, applied, live, []).map((d) => ({ ...d, entry: index })) : [],
  );
  // Two may hold the same field.
  return [...new Map(found.map((difference) => [difference.path.join("\n"), difference])).values()];
}

function heldOtherwise(set: FieldSet, applied: unknown, live: unknown, path: FieldPath): Omit<Difference, "entry">[] {
  return Object.entries(set).flatMap(([key, inner]) => {
    if (key === ".") return [];
    const here = [...path, key];
    const [asked, is] = [stepInto(applied, key), stepInto(live, key)];
    if (is === undefined) return [];
    if (asked === undefined) return isBeside(here) ? [] : [{ path: here, applied: undefined, live: is }];
    const parts = Object.keys(inner);
    if (parts.length > 0) return heldOtherwise(inner, asked, is, here);
    const same = holds(is, asked) || (isQuantity(here) && sameQuantity(is, asked));
    return same ? [] : [{ path: here, applied: asked, live: is }];
  });
}

/** Whether a live value is what was applied, where a release draws the end of names too. */
export function holds(live: unknown, asked: unknown): boolean {
  return holdsAsked(live, asked, (one, two) => one === two || sameConfigName(one, two));
}

function isQuantity(path: FieldPath): boolean {
  return path.some((key) => /^f:(resources|hard|sizeLimit)$/.test(key));
}

/** `1000m` comes back as `1`. */
function sameQuantity(live: unknown, asked: unknown): boolean {
  const [one, two] = [live, asked].map((value) => parseQuantity(String(value)));
  return one !== undefined && one === two;
}

/** A release draws the end of these names; a rendering does not know it. */
function sameConfigName(live: unknown, asked: unknown): boolean {
  const [one, two] = [live, asked].map((value) => /^(.+-(?:config|secrets)-)[0-9a-f]{8,10}$/.exec(String(value))?.[1]);
  return one !== undefined && one === two;
}

/** Items of lists are told apart by the first of these that they have. */
const itemKeys = ["name", "mountPath", "topologyKey", "containerPort", "port", "key"];

/** Where a live object lacks what was applied: nobody holds what is not there, so this alone tells of no hand. Pure. */
export function missing(applied: unknown, live: unknown, path: FieldPath = []): FieldPath[] {
  if (isPlainObject(applied)) {
    return Object.entries(applied).flatMap(([key, asked]) => {
      const here = [...path, `f:${key}`];
      if (isEmpty(asked) || isHidden(asked)) return [];
      const is = stepInto(live, `f:${key}`);
      return is === undefined ? [here] : missing(asked, is, here);
    });
  }
  if (!Array.isArray(applied) || !Array.isArray(live)) return [];
  return applied.flatMap((asked: unknown) => {
    const key = isPlainObject(asked) ? itemKeys.find((name) => name in asked) : undefined;
    if (!isPlainObject(asked) || key === undefined) return [];
    const step = `k:${JSON.stringify({ [key]: asked[key] })}`;
    const is = stepInto(live, step);
    return is === undefined ? [[...path, step]] : missing(asked, is, [...path, step]);
  });
}

/** The API server leaves these out. */
function isEmpty(value: unknown): boolean {
  if (isPlainObject(value)) return Object.values(value).every(isEmpty);
  if (Array.isArray(value)) return value.length === 0;
  return value === undefined || value === null || isLeftOut(value);
}
