/** Where a value comes from; a later one wins. */
export const layerNames = ["default", "template", "basic", "release"] as const;
export type LayerName = (typeof layerNames)[number];

export type PlainObject = Record<string, unknown>;

export function isPlainObject(value: unknown): value is PlainObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Keys of which an object has one: naming another one in a later layer takes the place of the earlier one. */
const exclusive = [
  ["http", "tcp", "grpc", "exec"],
  ["maxUnavailable", "minAvailable"],
];

/**
 * The later layer over the earlier one: objects are merged key by key, lists and values replaced, and null takes away
 * what the earlier layer says. Neither argument is changed.
 */
export function mergeLayers(earlier: PlainObject, later: PlainObject): PlainObject {
  const merged: PlainObject = { ...withoutRivals(earlier, later) };
  for (const [key, value] of Object.entries(later)) {
    const before = merged[key];
    if (value === null) Reflect.deleteProperty(merged, key);
    else if (isPlainObject(value)) merged[key] = mergeLayers(isPlainObject(before) ? before : {}, value);
    else merged[key] = value;
  }
  return merged;
}

function withoutRivals(earlier: PlainObject, later: PlainObject): PlainObject {
  const rivals = exclusive.flatMap((group) => {
    const named = group.filter((key) => later[key] !== undefined && later[key] !== null);
    return named.length === 0 ? [] : group.filter((key) => !named.includes(key));
  });
  return rivals.length === 0
    ? earlier
    : Object.fromEntries(Object.entries(earlier).filter(([key]) => !rivals.includes(key)));
}
