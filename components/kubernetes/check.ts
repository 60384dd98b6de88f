import { givenText, pathText } from "../config/describeIssue.ts";
import { isPlainObject } from "../config/layers.ts";
import { suggest } from "../config/nearest.ts";
import { parseQuantity } from "../config/quantity.ts";
import type { FieldType } from "./fields.ts";
import { fieldType } from "./fields.ts";

export type Path = readonly (string | number)[];

/** One thing that Kubernetes would not take. */
export interface Fault {
  path: Path;
  /** `unknown field; did you mean "hostNetwork"?` */
  says: string;
}

/** How a part of an object may differ from a whole one: `null` takes away, and `$patch` says how a list is merged. */
export type Reading = "whole" | "patch";

/** What is wrong with a value where Kubernetes has a field of this type. */
export function faults(value: unknown, word: string, reading: Reading, path: Path = []): Fault[] {
  const type = fieldType(word);
  if (value === null && reading === "patch") return [];
  if (type.is === "object") {
    if (!isPlainObject(value)) return [wrong(path, value, "an object")];
    return membersOf(value, reading).flatMap(([key, member]) => {
      const of = type.fields.get(key);
      if (of !== undefined) return faults(member, of, reading, [...path, key]);
      return [{ path: [...path, key], says: `unknown field; ${suggest(key, [...type.fields.keys()])}` }];
    });
  }
  if (type.is === "map") {
    if (!isPlainObject(value)) return [wrong(path, value, "a map")];
    return membersOf(value, reading).flatMap(([key, member]) => faults(member, type.of, reading, [...path, key]));
  }
  if (type.is === "list") return listFaults(value, type, reading, path);
  return scalarFits(value, type) ? [] : [wrong(path, value, allowed(type))];
}

function membersOf(value: Record<string, unknown>, reading: Reading): [string, unknown][] {
  return Object.entries(value).filter(([key]) => reading === "whole" || key !== "$patch");
}

function listFaults(value: unknown, type: FieldType & { is: "list" }, reading: Reading, path: Path): Fault[] {
  if (!Array.isArray(value)) return [wrong(path, value, "a list")];
  const { key } = type;
  return value.flatMap((element: unknown, index) => {
    const at = [...path, index];
    if (isPlainObject(element) && key !== undefined && key !== "*" && reading === "patch") {
      const replaced = element.$patch === "replace" && Object.keys(element).length === 1;
      if (replaced) return [];
      if (element[key] === undefined) {
        return [{ path: at, says: `needs its ${key}, by which Kubernetes merges this list` }];
      }
    }
    return faults(element, type.of, reading, at);
  });
}

function wrong(path: Path, value: unknown, takes: string): Fault {
  return { path, says: `${givenText(value)} was given; allowed: ${takes}` };
}

type PlainType = FieldType & { is: "scalar" | "words" };

function scalarFits(value: unknown, type: PlainType): boolean {
  if (type.is === "words") return typeof value === "string" && type.words.includes(value);
  const isNumber = typeof value === "number" && Number.isFinite(value);
  switch (type.word) {
    case "any":
      return true;
    case "integer":
      return Number.isInteger(value);
    case "intOrString":
      return Number.isInteger(value) || typeof value === "string";
    case "quantity":
      return isNumber || (typeof value === "string" && parseQuantity(value.replace(/^[+-]/, "")) !== undefined);
    default:
      return typeof value === type.word;
  }
}

function allowed(type: PlainType): string {
  if (type.is === "words") return `one of ${type.words.filter((word) => word !== "").join(", ")}`;
  const takes = {
    string: "a text",
    integer: "a whole number",
    number: "a number",
    boolean: "true or false",
    intOrString: "a whole number or a text",
    quantity: "a Kubernetes quantity like 100m or 128Mi",
    any: "anything",
  };
  return takes[type.word];
}

/** A fault in a line, below where the value stands. */
export function faultLine(at: string, { path, says }: Fault): string {
  const below = pathText(path);
  return `${at}${below === "" || below.startsWith("[") ? "" : "."}${below}: ${says}`;
}
