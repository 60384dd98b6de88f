import type { PlainObject } from "../../components/config/layers.ts";

/** The object without what is absent. */
export function present(members: Record<string, unknown>): PlainObject {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}
