import { foundByRule } from "../rules/codes.ts";
import { isPlainObject, type PlainObject } from "./layers.ts";
import { stacksKey } from "./serviceFile.ts";
import type { ServiceFiles } from "./serviceFiles.ts";

/**
 * Says of a line about `releases:services.NAME…` where that stands: the file and line of the part that says most of its
 * path, of equal ones the one that counts. What the stack's file says keeps its path. Pure.
 */
export function placesOf(files: ServiceFiles, said: PlainObject, stack: string): (line: string) => string {
  return (line) => {
    const [whole = "", rule = "", name = ""] = ofService.exec(line) ?? [];
    const file = files.byName.get(name);
    if (file === undefined) return line;
    const rest = line.slice(whole.length);
    const there = Object.hasOwn(file.stacks, stack) ? file.stacks[stack] : undefined;
    const [own, ofStack, override] = [file.own, there, said[name]].map((block) => stepsInto(block, rest));
    const depth = (steps: readonly unknown[] | undefined): number => steps?.length ?? 0;
    const inFiles = Math.max(depth(own), depth(ofStack));
    if (depth(override) > 0 && depth(override) >= inFiles) return line;
    // A block that is none counts, and is all that can be meant.
    if (said[name] !== undefined && !isPlainObject(said[name])) return line;
    const counts = depth(ofStack) > 0 && depth(ofStack) >= depth(own);
    const path = counts ? [stacksKey, stack, ...(ofStack ?? [])] : (own ?? []);
    const told = `${counts ? `${stacksKey}.${stack}` : ""}${rest}`.replace(/^[.:]\s*/, "");
    return `${rule}${file.file}:${file.lineOf(path)}: ${told}`;
  };
}

const ofService = new RegExp(`^(${foundByRule})?releases:services\\.([-a-z0-9]+)`);

/** How far the beginning of a text (`.rollout.maxSurge: …`) leads into a value. */
function stepsInto(value: unknown, text: string): (string | number)[] {
  const entries: [string, string | number, unknown][] = Array.isArray(value)
    ? value.map((item: unknown, index) => [`[${index}]`, index, item])
    : isPlainObject(value)
      ? Object.entries(value).map(([key, inner]) => [`.${key}`, key, inner])
      : [];
  const fits = entries.filter(([step]) => text.startsWith(step) && /^[.:[]/.test(text.slice(step.length)));
  const [step, key, inner] = fits.sort(([one], [two]) => two.length - one.length)[0] ?? [];
  return step === undefined || key === undefined ? [] : [key, ...stepsInto(inner, text.slice(step.length))];
}
