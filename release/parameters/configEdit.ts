import { isMap, parseDocument, type Document } from "yaml";

/** One value in a stack's file: a config key, and for our own structured keys a path into it. */
export interface ConfigPlace {
  /** With its namespace: `releases:dbPassword`. */
  key: string;
  /** `["web", "replicas"]` of `releases:services.web.replicas`. */
  path: string[];
}

/** Keys whose values are maps: only in these a dot leads further. */
const structured = ["services", "current", "namespaces", "groups", "cluster"];

/** `dbPassword`, `kubernetes:context`, `services.web.replicas` → where that stands. */
export function configPlace(text: string): ConfigPlace {
  const name = text.replace(/^releases:/, "");
  const [first = "", ...path] = name.split(".");
  if (structured.includes(first)) return { key: `releases:${first}`, path };
  return { key: name.includes(":") ? name : `releases:${name}`, path: [] };
}

/** The file's text with the value at its place; comments, order and quoting of all else stay. Pure. */
export function setConfigValue(text: string, { key, path }: ConfigPlace, value: unknown, salt?: string): string {
  const document = openDocument(text);
  if (salt !== undefined) document.set("encryptionsalt", salt);
  if (!isMap(document.get("config"))) document.set("config", document.createNode({}));
  const whole = typeof value === "object" && value !== null ? document.createNode(value) : value;
  document.setIn(["config", key, ...path], whole);
  return written(document);
}

/** The same without it; undefined where there is no such value. Pure. */
export function removeConfigValue(text: string, { key, path }: ConfigPlace): string | undefined {
  const document = openDocument(text);
  const place = ["config", key, ...path];
  if (!document.hasIn(place)) return undefined;
  document.deleteIn(place);
  return written(document);
}

/** What stands there now: a secret, something else, or nothing. */
export function standsThere(text: string, { key, path }: ConfigPlace): "secret" | "plain" | "nothing" {
  const document = openDocument(text);
  const place = ["config", key, ...path];
  if (!document.hasIn(place)) return "nothing";
  return document.hasIn([...place, "secure"]) ? "secret" : "plain";
}

/** Pulumi reads YAML 1.1, where an unquoted time or a "no" is no text: what is written is quoted for it. */
function openDocument(text: string): Document {
  const document: Document = parseDocument(text, { compat: "yaml-1.1" });
  document.contents ??= document.createNode({});
  return document;
}

function written(document: Document): string {
  return document.toString({ lineWidth: 0, flowCollectionPadding: true });
}
