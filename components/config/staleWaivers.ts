import { ruleCodes } from "../rules/own.ts";
import { suggest } from "./nearest.ts";
import type { Service } from "./stackConfig.ts";

/** Waivers of rules that there are not: of what is to be released errors, of what has served perhaps older than its rule's end. */
export function staleWaivers({ name, waivers }: Pick<Service, "name" | "waivers">): string[] {
  const known = ruleCodes();
  return Object.keys(waivers)
    .filter((code) => !known.includes(code))
    .map((code) => `releases:services.${name}.waivers.${code}: there is no such rule; ${suggest(code, known)}`);
}
