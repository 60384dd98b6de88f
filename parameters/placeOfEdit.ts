import { isPlainObject } from "../components/config/layers.ts";
import { stacksKey } from "../components/config/serviceFile.ts";
import type { ServiceFiles } from "../components/config/serviceFiles.ts";
import { standsThere, type ConfigPlace } from "./configEdit.ts";

/**
 * The file, and the place in it, where a value is set or taken out: where it is said now, the part that counts first.
 * What nobody says yet of a service with a file is for all stacks. Pure.
 * @param text of the stack's file
 * @param only this stack is to have it
 */
export function placeOfEdit(
  place: ConfigPlace,
  text: string,
  { files, stack, only = false }: { files: ServiceFiles; stack: string; only?: boolean },
): ConfigPlace {
  const [service = "", ...path] = place.path;
  const own = place.key === "releases:services" ? files.byName.get(service) : undefined;
  if (own === undefined || path.length === 0 || standsThere(text, place) !== "nothing") return place;
  const { file } = own;
  const said = says(Object.hasOwn(own.stacks, stack) ? own.stacks[stack] : undefined, path);
  return { ...place, inFile: { file, path: only || said ? [stacksKey, stack, ...path] : path } };
}

function says(block: unknown, [key, ...rest]: readonly string[]): boolean {
  if (key === undefined) return true;
  return isPlainObject(block) && Object.hasOwn(block, key) && says(block[key], rest);
}
