import { parseQuantity } from "../../../../../components/config/quantity.ts";
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

function amount(quantity: PropertyValue | undefined): number | undefined {
  if (typeof quantity === "number") return quantity;
  return typeof quantity === "string" ? parseQuantity(quantity) : undefined;
}

function sameQuantity(a: PropertyValue, b: PropertyValue | undefined): boolean {
  const [left, right] = [amount(a), amount(b)];
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
