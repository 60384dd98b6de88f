import { lte, maxSatisfying, valid } from "semver";
import { compiled, type Follow } from "../../components/config/follow.ts";

/**
 * The tag to release of those that an image has; undefined where none fits. A tag that fits is never older than the one
 * that is there by its own order, so that one which vanishes from the registry moves nobody back. Pure.
 * @param current the version that the file asks for
 */
export function newestTag({ semver, pattern }: Follow, tags: readonly string[], current: string): string | undefined {
  if (semver !== undefined) {
    const versions = tags.filter((tag) => valid(tag) !== null);
    const best = maxSatisfying(versions, semver);
    return best === null || (valid(current) !== null && lte(best, current)) ? undefined : best;
  }
  const regex = pattern === undefined ? undefined : compiled(pattern);
  if (regex === undefined) return undefined;
  const ordered = [...tags, current]
    .flatMap((tag) => {
      const match = regex.exec(tag);
      return match === null ? [] : [{ tag, by: match[1] ?? tag }];
    })
    .sort((a, b) => compareNatural(a.by, b.by));
  const last = ordered.at(-1);
  const same = ordered.some(({ tag, by }) => tag === current && by === last?.by);
  return last === undefined || same ? undefined : last.tag;
}

/** `main-9` before `main-10`: runs of digits by their number, all else by character. */
export function compareNatural(a: string, b: string): number {
  const left = a.match(/\d+|\D+/g) ?? [];
  const right = b.match(/\d+|\D+/g) ?? [];
  for (const [index, part] of left.entries()) {
    const other = right[index];
    if (other === undefined) return 1;
    const both = /^\d/.test(part) && /^\d/.test(other);
    const order = both ? compareNumbers(part, other) : part < other ? -1 : part > other ? 1 : 0;
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

/** Of any length: a date with its time has more digits than a number holds. */
function compareNumbers(a: string, b: string): number {
  const left = a.replace(/^0+(?=\d)/, "");
  const right = b.replace(/^0+(?=\d)/, "");
  if (left.length !== right.length) return left.length - right.length;
  return left < right ? -1 : left > right ? 1 : 0;
}
