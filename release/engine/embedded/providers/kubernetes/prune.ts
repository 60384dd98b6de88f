import { isMap } from "../../propertyValue.ts";
import type { PropertyValue } from "../../propertyValue.ts";

/** Fields that hold quantities, or maps of them. */
const quantityFields = new Set([
  "limits",
  "requests",
  "hard",
  "capacity",
  "sizeLimit",
  "averageValue",
  "min",
  "max",
  "default",
  "defaultRequest",
]);

const units: Record<string, number> = {
  "": 1,
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/** A Kubernetes quantity (`500m`, `1Gi`) as a number; undefined when it is none. */
export function parseQuantity(quantity: PropertyValue | undefined): number | undefined {
  if (typeof quantity === "number") return quantity;
  if (typeof quantity !== "string") return undefined;
  const [, amount, unit = ""] =
    /^([+-]?\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+)([numkMGTPE]|[KMGTPE]i)?$/.exec(quantity) ?? [];
  const factor = units[unit];
  return amount === undefined || factor === undefined ? undefined : Number(amount) * factor;
}

function sameQuantity(a: PropertyValue, b: PropertyValue | undefined): boolean {
  const [left, right] = [parseQuantity(a), parseQuantity(b)];
  return left !== undefined && right !== undefined && Math.abs(left - right) <= Math.abs(left) * 1e-12;
}

/**
 * What of a live object corresponds to the inputs it was made of: the same keys, elements of lists by their index. A
 * quantity that the server only writes in another way (`1000m` as `1`) is left as the inputs have it.
 */
export function prune(live: PropertyValue, shape: PropertyValue | undefined, quantities = false): PropertyValue {
  if (Array.isArray(live))
    return Array.isArray(shape) ? live.map((item, index) => prune(item, shape[index], quantities)) : live;
  if (!isMap(live)) return quantities && shape !== undefined && sameQuantity(live, shape) ? shape : live;
  if (!isMap(shape)) return live;
  const kept = Object.entries(live).filter(([key]) => shape[key] !== undefined);
  return Object.fromEntries(
    kept.map(([key, item]) => [key, prune(item, shape[key], quantities || quantityFields.has(key))]),
  );
}
