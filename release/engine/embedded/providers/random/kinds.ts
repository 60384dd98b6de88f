import { randomBytes, randomInt, randomUUID } from "node:crypto";
import { makeSecret } from "../../propertyValue.ts";
import type { PropertyMap, PropertyValue } from "../../propertyValue.ts";
import { OperationError } from "../provider.ts";
import { adjectives, adverbs, names } from "./words.ts";

export interface RandomResult {
  id: string;
  /** All of its outputs, defaults filled in. */
  outputs: PropertyMap;
}

function integer(value: PropertyValue | undefined, fallback: number): number {
  return typeof value === "number" ? value : fallback;
}

function string(value: PropertyValue | undefined, fallback = ""): string {
  return typeof value === "string" ? value : fallback;
}

function pick<T>(from: readonly T[]): T {
  const picked = from[randomInt(from.length)];
  if (picked === undefined) throw new OperationError("nothing to choose from");
  return picked;
}

function shuffled<T>(items: readonly T[]): T[] {
  const left = [...items];
  return items.map(() => left.splice(randomInt(left.length), 1)).flat();
}

function randomId(inputs: PropertyMap): RandomResult {
  const bytes = randomBytes(integer(inputs.byteLength, 8));
  const prefix = string(inputs.prefix);
  const hex = bytes.toString("hex");
  const b64Url = bytes.toString("base64url");
  const outputs: PropertyMap = {
    ...inputs,
    b64Std: prefix + bytes.toString("base64"),
    b64Url: prefix + b64Url,
    dec: prefix + BigInt(`0x${hex}`).toString(),
    hex: prefix + hex,
    id: b64Url,
  };
  return { id: b64Url, outputs };
}

function randomPet(inputs: PropertyMap): RandomResult {
  const length = integer(inputs.length, 2);
  const separator = string(inputs.separator, "-");
  const first = Array.from({ length: Math.max(0, length - 2) }, () => pick(adverbs));
  const words = [...first, ...(length > 1 ? [pick(adjectives)] : []), pick(names)];
  const prefix = inputs.prefix === undefined ? [] : [string(inputs.prefix)];
  const id = [...prefix, ...words].join(separator);
  return { id, outputs: { ...inputs, length, separator, id } };
}

const characters = {
  lower: "abcdefghijklmnopqrstuvwxyz",
  upper: "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
  numeric: "0123456789",
  special: "!@#$%&*()-_=+[]{}<>:?",
};
const minima = { lower: "minLower", upper: "minUpper", numeric: "minNumeric", special: "minSpecial" } as const;

/** Letters of each kind asked for, in the numbers asked for, in any order. */
function randomText(inputs: PropertyMap): { result: string; settings: PropertyMap } {
  const length = integer(inputs.length, 0);
  const numeric = inputs.numeric ?? inputs.number ?? true;
  const asked: PropertyMap = {
    lower: inputs.lower ?? true,
    upper: inputs.upper ?? true,
    numeric,
    special: inputs.special ?? true,
  };
  const sets = { ...characters, special: string(inputs.overrideSpecial, characters.special) };
  const kinds = (Object.keys(characters) as (keyof typeof characters)[]).filter((kind) => asked[kind] === true);
  const least = kinds.flatMap((kind) =>
    Array.from({ length: integer(inputs[minima[kind]], 0) }, () => pick([...sets[kind]])),
  );
  const all = kinds.flatMap((kind) => [...sets[kind]]);
  if (all.length === 0 || least.length > length)
    throw new OperationError(`no text of ${length} characters fits what is asked for`);
  const rest = Array.from({ length: length - least.length }, () => pick(all));
  const minimaSet = Object.fromEntries(Object.values(minima).map((key) => [key, integer(inputs[key], 0)]));
  return {
    result: shuffled([...least, ...rest]).join(""),
    settings: { ...inputs, ...asked, number: numeric, ...minimaSet, length },
  };
}

function refuseSeed(inputs: PropertyMap): void {
  if (inputs.seed === undefined) return;
  throw new OperationError(
    "the embedded engine makes no values from a `seed`: leave it out, or use the pulumi engine (--engine pulumi)",
  );
}

/** Values of Pulumi's random provider by type. https://www.pulumi.com/registry/packages/random/ */
export const randomKinds: Record<string, (inputs: PropertyMap) => RandomResult> = {
  "random:index/randomId:RandomId": randomId,
  "random:index/randomPet:RandomPet": randomPet,
  "random:index/randomString:RandomString": (inputs) => {
    const { result, settings } = randomText(inputs);
    return { id: result, outputs: { ...settings, result, id: result } };
  },
  "random:index/randomPassword:RandomPassword": (inputs) => {
    const { result, settings } = randomText(inputs);
    return { id: "none", outputs: { ...settings, result: makeSecret(result), id: "none" } };
  },
  "random:index/randomInteger:RandomInteger": (inputs) => {
    refuseSeed(inputs);
    const result = randomInt(integer(inputs.min, 0), integer(inputs.max, 0) + 1);
    return { id: String(result), outputs: { ...inputs, result, id: String(result) } };
  },
  "random:index/randomUuid:RandomUuid": (inputs) => {
    const result = randomUUID();
    return { id: result, outputs: { ...inputs, result, id: result } };
  },
  "random:index/randomShuffle:RandomShuffle": (inputs) => {
    refuseSeed(inputs);
    const list = Array.isArray(inputs.inputs) ? inputs.inputs : [];
    const count = integer(inputs.resultCount, list.length);
    const rounds = list.length === 0 ? 0 : Math.ceil(count / list.length);
    const results = Array.from({ length: rounds }, () => shuffled(list))
      .flat()
      .slice(0, count);
    return { id: "-", outputs: { ...inputs, results, id: "-" } };
  },
};
