import { omit } from "./omit.ts";

/** Where a value comes from; a later one wins. */
export const layerNames = ["default", "template", "stack", "basic", "release"] as const;
export type LayerName = (typeof layerNames)[number];

export type PlainObject = Record<string, unknown>;

export function isPlainObject(value: unknown): value is PlainObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Objects that hold one of a few keys, by their place: naming another one in a later layer takes the earlier one's. */
const exclusive = [
  { place: ["probes", "startup"], keys: ["http", "tcp", "grpc", "exec"] },
  { place: ["probes", "readiness"], keys: ["http", "tcp", "grpc", "exec"] },
  { place: ["probes", "liveness"], keys: ["http", "tcp", "grpc", "exec"] },
  { place: ["route"], keys: ["path", "paths"] },
  { place: ["route"], keys: ["gateway", "gateways"] },
  { place: ["budget"], keys: ["maxUnavailable", "minAvailable"] },
  { place: ["canary", "analysis", "*"], keys: ["http", "prometheus", "job"] },
  { place: ["canary", "analysis", "*"], keys: ["tolerate", "max"] },
];

/** What stands where a map is meant; empty for anything else. */
export function mapIn(value: unknown): PlainObject {
  return isPlainObject(value) ? value : {};
}

/**
 * The later layer over the earlier one: objects are merged key by key, lists and values replaced, and null takes away
 * what the earlier layer says. Neither argument is changed. `place` is where they stand in the service.
 */
export function mergeLayers(earlier: PlainObject, later: PlainObject, place: readonly string[] = []): PlainObject {
  return merge(earlier, later, place, (here) => takesAway(here));
}

/**
 * Two parts of one layer as one: merged by the same rules, but null stays, for the layers below to hear. Neither
 * argument is changed.
 */
export function joinBlocks(earlier: PlainObject, later: PlainObject): PlainObject {
  return merge(earlier, later, [], () => true);
}

function merge(
  earlier: PlainObject,
  later: PlainObject,
  place: readonly string[],
  nullStays: (place: readonly string[]) => boolean,
): PlainObject {
  const merged = new Map(Object.entries(withoutRivals(earlier, later, place)));
  for (const [key, value] of Object.entries(later)) {
    const before = merged.get(key);
    if (value === null && !nullStays(place)) merged.delete(key);
    else if (isPlainObject(value)) {
      merged.set(key, merge(isPlainObject(before) ? before : {}, value, [...place, key], nullStays));
    } else merged.set(key, value);
  }
  return Object.fromEntries(merged);
}

/** In a patch `null` takes away a field of the object, which is for the object to hear. */
function takesAway([key, target]: readonly string[]): boolean {
  return key === "patches" && target !== undefined;
}

function withoutRivals(earlier: PlainObject, later: PlainObject, place: readonly string[]): PlainObject {
  const rivals = exclusive
    .filter((group) => isAt(group.place, place))
    .flatMap(({ keys }) => {
      const named = keys.filter((key) => later[key] !== undefined && later[key] !== null);
      return named.length === 0 ? [] : keys.filter((key) => !named.includes(key));
    });
  return rivals.length === 0 ? earlier : omit(earlier, ...rivals);
}

/** `*` stands for a name of somebody's choice. */
function isAt(place: readonly string[], here: readonly string[]): boolean {
  return place.length === here.length && place.every((key, index) => key === "*" || key === here[index]);
}

/** What each layer says of one service, unmerged. */
export interface ServiceLayers {
  template: PlainObject;
  /** What the stack says for every service. */
  stack: PlainObject;
  basic: PlainObject;
  release: PlainObject;
}
