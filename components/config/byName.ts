import { isPlainObject } from "./layers.ts";

/**
 * The services, in their order, each with its maps in the order of their keys: so Pulumi hands them to the program, and
 * of volumes, variables or containers the order counts. What is checked is then what is released, however it is written.
 */
export function eachByName(services: unknown): unknown {
  if (!isPlainObject(services)) return services;
  return Object.fromEntries(Object.entries(services).map(([name, service]) => [name, byName(service)]));
}

function byName(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(byName);
  if (!isPlainObject(value)) return value;
  const entries = Object.entries(value).sort(([one], [other]) => Buffer.compare(Buffer.from(one), Buffer.from(other)));
  return Object.fromEntries(entries.map(([key, inner]) => [key, byName(inner)]));
}
