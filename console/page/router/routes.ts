/** Every page has an address, and every address a page: what is shown can be handed around. */

export type Route =
  | { page: "home" }
  | { page: "overview"; stack: string }
  | { page: "service"; stack: string; service: string }
  | { page: "logs"; stack: string; service: string }
  | { page: "history"; stack: string }
  | { page: "figures"; stack: string }
  | { page: "release"; stack: string; id: string }
  | { page: "act"; stack: string; id: string }
  | { page: "new"; stack: string; verb: Verb }
  | { page: "parameters"; stack: string }
  | { page: "proposals"; stack: string }
  | { page: "compare"; stack: string }
  | { page: "notFound" };

/** What can be asked for on a page of its own. */
export const verbs = [
  "up",
  "rollback",
  "resubmit",
  "restart",
  "promote",
  "canary",
  "run",
  "cancel",
  "recover",
] as const;
export type Verb = (typeof verbs)[number];

/** Pure. @param path of the address, still encoded */
export function routeOf(path: string): Route {
  const parts = decoded(path);
  if (parts === undefined) return { page: "notFound" };
  const [head, stack, section = "", name, more, ...rest] = parts;
  if (head === undefined) return { page: "home" };
  if (head !== "stacks" || stack === undefined || rest.length > 0) return { page: "notFound" };
  return inStack(stack, section, name, more) ?? { page: "notFound" };
}

function inStack(stack: string, section: string, name?: string, more?: string): Route | undefined {
  if (more !== undefined && !(section === "services" && more === "logs")) return undefined;
  if (name === undefined) return ofStack(stack, section);
  if (section === "services") return { page: more === undefined ? "service" : "logs", stack, service: name };
  if (section === "releases") return { page: "release", stack, id: name };
  if (section === "acts") return { page: "act", stack, id: name };
  const verb = verbs.find((known) => known === name);
  return section === "new" && verb !== undefined ? { page: "new", stack, verb } : undefined;
}

function ofStack(stack: string, section: string): Route | undefined {
  if (section === "") return { page: "overview", stack };
  if (section === "releases") return { page: "history", stack };
  if (section === "new") return { page: "new", stack, verb: "up" };
  if (section === "figures" || section === "parameters" || section === "proposals" || section === "compare")
    return { page: section, stack };
  return undefined;
}

function decoded(path: string): string[] | undefined {
  try {
    return path
      .split("/")
      .filter((part) => part !== "")
      .map(decodeURIComponent);
  } catch {
    // A lone % is nobody's address.
    return undefined;
  }
}

/** `/stacks/prod/releases/20261122-013005-k3f2?tab=logs`; what is absent or empty is left out. Pure. */
export function addressOf(parts: readonly string[], query: Readonly<Record<string, string | undefined>> = {}): string {
  const path = `/${parts.map(encodeURIComponent).join("/")}`;
  const asked = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) if (value !== undefined && value !== "") asked.set(key, value);
  const search = asked.toString();
  return search === "" ? path : `${path}?${search}`;
}

/** An address in a stack. Pure. */
export function inStackAddress(
  stack: string,
  parts: readonly string[] = [],
  query: Readonly<Record<string, string | undefined>> = {},
): string {
  return addressOf(["stacks", stack, ...parts], query);
}
