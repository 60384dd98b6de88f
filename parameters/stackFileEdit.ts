import { isPlainObject } from "../components/config/layers.ts";
import { isDeepStrictEqual } from "node:util";
import { isMap, isNode, parseDocument, type Document, type YAMLMap } from "yaml";
import type { ServiceParameters } from "./serviceParameters.ts";
import { contentOf } from "../components/config/yamlContent.ts";
import { yamlText } from "./yamlStyle.ts";

/** What a release changes in `Pulumi.<stack>.yaml`: whole blocks of a service; absent parts stay as they are. */
export type StackFileEdit = { service: string } & Partial<ServiceParameters>;

const servicesKey = "releases:services";
const currentKey = "releases:current";

/**
 * The stack file with the edits in it: only the values that differ are touched, so comments, order and quoting of
 * everything else stay. Pure: text in, text out.
 */
export function editStackFile(text: string, edits: readonly StackFileEdit[]): string {
  if (edits.length === 0) return text;
  // Pulumi reads YAML 1.1, where an unquoted time or a "no" is no text: what is written is quoted for it.
  const document = parseDocument(text, { compat: "yaml-1.1" });
  const before = contentOf(document);
  for (const edit of edits) {
    if (edit.basic !== undefined) merge(document, ["config", servicesKey, edit.service], edit.basic);
    if (edit.release !== undefined) merge(document, ["config", currentKey, edit.service], edit.release);
    for (const [key, secure] of Object.entries(edit.secrets ?? {})) {
      merge(document, ["config", `releases:${key}`], { secure });
    }
  }
  // An edit that changes nothing must not reformat the file either.
  if (isDeepStrictEqual(document.toJS(), before)) return text;
  return yamlText(document, text);
}

function merge(document: Document, path: string[], wanted: Record<string, unknown>): void {
  const node = document.getIn(path);
  if (!isMap(node)) {
    document.setIn(path, document.createNode(wanted));
    return;
  }
  for (const key of mapKeys(node)) {
    if (!Object.hasOwn(wanted, key)) document.deleteIn([...path, key]);
  }
  for (const [key, value] of Object.entries(wanted)) {
    const inner = document.getIn([...path, key]);
    if (isMap(inner) && isPlainObject(value)) merge(document, [...path, key], value);
    else if (!isDeepStrictEqual(plain(inner), value)) document.setIn([...path, key], settable(document, value));
  }
}

/** A scalar is set as it is: then `yaml` keeps the comment behind it. */
function settable(document: Document, value: unknown): unknown {
  return typeof value === "object" && value !== null ? document.createNode(value) : value;
}

function mapKeys(node: YAMLMap): string[] {
  return node.items.map(({ key }) => String(key));
}

function plain(node: unknown): unknown {
  return isNode(node) ? (node.toJSON() as unknown) : node;
}
