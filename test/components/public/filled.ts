import { isPlainObject, type PlainObject } from "../../../components/config/layers.ts";

/** What a value is where none is said: members one by one, or as a function says. */
export type Filling = unknown;

/** The value, with what it does not say filled in. */
export function filled<V>(value: V, filling: Filling): V {
  if (typeof filling === "function") return (filling as (value: unknown) => V)(value);
  if (!isPlainObject(filling)) return value === undefined ? (filling as V) : value;
  const members: PlainObject = isPlainObject(value) ? { ...value } : {};
  for (const [key, inner] of Object.entries(filling)) {
    const member = filled(members[key], inner);
    if (member !== undefined) members[key] = member;
    else Reflect.deleteProperty(members, key);
  }
  return members as V;
}

/** Fills in what is there, and leaves what is not as it is. */
export function given(filling: Filling): (value: unknown) => unknown {
  return (value) => (value === undefined ? undefined : filled(value, filling));
}

/** The same of every element of a list. */
export function each(filling: PlainObject | ((element: PlainObject) => PlainObject)): (value: unknown) => unknown {
  return (value) => (Array.isArray(value) ? value.map((element: PlainObject) => filled(element, filling)) : value);
}
