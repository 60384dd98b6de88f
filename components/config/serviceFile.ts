import { isMap, isScalar, LineCounter, parseDocument, type Document, type YAMLMap } from "yaml";
import { errorText } from "../../errors/errorText.ts";
import { givenText } from "./describeIssue.ts";
import { isPlainObject, type PlainObject } from "./layers.ts";
import { unquotedBelow, type Unquoted } from "./unquoted.ts";

/** In a service's file: what differs in some stacks, by their names. */
export const stacksKey = "stacks";

/** `services/website.yaml`, as read: one service's basic parameters for all stacks. */
export interface ServiceFile {
  name: string;
  /** `services/website.yaml` */
  file: string;
  /** What it says for all of them. */
  own: PlainObject;
  /** What it says over that for one. */
  stacks: Record<string, PlainObject>;
  unquoted: Unquoted[];
  /** The line of the entry at this path, or of the nearest one above it that there is. */
  lineOf: (path: readonly (string | number)[]) => number;
}

/** A file of YAML that can be read. */
interface ReadYaml {
  document: Document;
  content: unknown;
  lines: LineCounter;
}

/** Reads a file, or says what is wrong with it as YAML, a line each: `services/website.yaml:3: …` */
export function readYaml(file: string, text: string): ReadYaml | string[] {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const wrong = document.errors.map(({ code, message, pos }) => {
    const [key = ""] = /^[^\s:]*/.exec(text.slice(pos[0])) ?? [];
    const what = code === "DUPLICATE_KEY" ? `"${key}" stands twice in one map` : message;
    return `${file}:${lines.linePos(pos[0]).line}: ${what}`;
  });
  if (wrong.length > 0) return wrong;
  try {
    return { document, content: document.toJS() as unknown, lines };
  } catch (cause) {
    return [`${file}: ${errorText(cause)}`];
  }
}

/** What a service's file says; what cannot be said in one is added to `errors`. */
export function parseServiceFile(
  name: string,
  file: string,
  { document, content, lines }: ReadYaml,
  errors: string[],
): ServiceFile {
  const lineOf: ServiceFile["lineOf"] = (path) => lines.linePos(offsetOf(document, path)).line;
  if (!isPlainObject(content)) {
    errors.push(`${file}:1: ${givenText(content ?? undefined)} was given; allowed: a map of the service's parameters`);
  }
  const { [stacksKey]: given, ...own } = isPlainObject(content) ? content : {};
  const told = isPlainObject(given) ? Object.entries(given) : [];
  if (given !== undefined && given !== null && !isPlainObject(given)) {
    errors.push(
      `${file}:${lineOf([stacksKey])}: ${stacksKey}: ${givenText(given)} was given; allowed: a map of what differs, by stack`,
    );
  }
  for (const [stack, block] of told) {
    if (isPlainObject(block)) continue;
    errors.push(
      `${file}:${lineOf([stacksKey, stack])}: ${stacksKey}.${stack}: ${givenText(block)} was given; allowed: a map of what differs there; ` +
        `a service is in a stack if Pulumi.${stack}.yaml gives it a version (releases:current)`,
    );
  }
  return {
    name,
    file,
    own,
    stacks: Object.fromEntries(told.filter((entry): entry is [string, PlainObject] => isPlainObject(entry[1]))),
    unquoted: unquotedBelow(document.contents),
    lineOf,
  };
}

/** Where the key stands that is deepest on the way of this path. */
function offsetOf(document: Document, path: readonly (string | number)[]): number {
  let node: unknown = document.contents;
  let offset = isMap(node) ? (keyOffset(node, undefined) ?? 0) : 0;
  for (const step of path) {
    if (isMap(node)) {
      const found = keyOffset(node, String(step));
      if (found === undefined) return offset;
      offset = found;
      node = node.get(step, true) ?? node.get(String(step), true);
    } else return offset;
  }
  return offset;
}

/** Of an entry's key; without a name, of the first one. */
function keyOffset(map: YAMLMap, name: string | undefined): number | undefined {
  const pair = map.items.find(({ key }) => name === undefined || String(isScalar(key) ? key.value : key) === name);
  return isScalar(pair?.key) ? pair.key.range?.[0] : undefined;
}
