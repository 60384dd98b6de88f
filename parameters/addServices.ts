import { isCollection, isMap, isPair, isScalar, parseDocument, type Document } from "yaml";
import { yamlText } from "./yamlStyle.ts";

/** A service that comes into the stack's file. */
export interface NewService {
  name: string;
  /** Absent of one that has a file of its own. */
  basic?: Record<string, unknown>;
  release: Record<string, unknown>;
}

/** Characters that a map may take on one line. */
const lineLength = 96;

/** The stack file's text with the services in it, each in few lines; comments, order and quoting of all else stay. Pure. */
export function addServices(text: string, services: readonly NewService[], home?: string): string {
  // Pulumi reads YAML 1.1, where an unquoted time or a "no" is no text: what is written is quoted for it.
  const document: Document = parseDocument(text, { compat: "yaml-1.1" });
  document.contents ??= document.createNode({});
  if (home !== undefined) set(document, ["config", "releases:namespace"], home);
  for (const { name, basic, release } of services) {
    if (basic !== undefined) set(document, ["config", "releases:services", name], basic);
    set(document, ["config", "releases:current", name], release);
  }
  return yamlText(document, text);
}

function set(document: Document, path: readonly string[], value: unknown): void {
  path.slice(0, -1).forEach((_, index) => {
    const parent = path.slice(0, index + 1);
    const node = document.getIn(parent, true);
    if (node === undefined || (isScalar(node) && node.value === null)) document.setIn(parent, document.createNode({}));
    // What was empty, `{}`, is filled in lines of its own.
    else if (isMap(node) && node.items.length === 0) node.flow = false;
  });
  const node = document.createNode(value);
  if (isCollection(node)) inline(node, 2 * path.length);
  document.setIn(path, node);
}

/** What is short stands on one line; `column` is where it would begin, `indent` that of the lines below it. */
export function inline(node: unknown, indent: number, column = indent): void {
  if (!isCollection(node)) return;
  if (JSON.stringify(node.toJSON()).length + column <= lineLength) {
    node.flow = true;
    return;
  }
  for (const item of node.items) {
    if (isPair(item)) inline(item.value, indent + 2, indent + String(item.key).length + 2);
    else inline(item, indent + 2);
  }
}
