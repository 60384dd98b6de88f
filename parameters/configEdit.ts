import { isAlias, isMap, isScalar, parseDocument, type Document } from "yaml";
import { parameterPath } from "../components/config/parameterPath.ts";
import { UsageProblem } from "../errors/problem.ts";
import { yamlText } from "./yamlStyle.ts";

/** One value in a stack's file: a config key, and for our own structured keys a path into it. */
export interface ConfigPlace {
  /** With its namespace: `releases:dbPassword`. */
  key: string;
  /** `["web", "replicas"]` of `releases:services.web.replicas`. */
  path: string[];
  /** Where it stands in a service's own file, if it does not in the stack's. */
  inFile?: { file: string; path: string[] };
}

/** Keys whose values are maps: only in these a dot leads further. */
const structured = ["services", "current", "namespaces", "groups", "cluster", "adopt"];

/**
 * `dbPassword`, `kubernetes:context`, `services.web.replicas` → where that stands. A name with a dot in it is quoted as
 * in Pulumi's own paths: `services.web.files["/etc/web/site.conf"]`.
 * @throws UsageProblem CONFIG_KEY_MALFORMED
 */
export function configPlace(text: string): ConfigPlace {
  const name = text.replace(/^releases:/, "");
  const first = /^[^.[]*/.exec(name)?.[0] ?? "";
  if (structured.includes(first)) return { key: `releases:${first}`, path: pathOf(name.slice(first.length), text) };
  return { key: name.includes(":") ? name : `releases:${name}`, path: [] };
}

/** `.web.files["/etc/web/site.conf"]` → its names. */
function pathOf(text: string, whole: string): string[] {
  const path = text === "" ? [] : parameterPath(text.replace(/^\./, ""));
  if (path === undefined) throw malformed(whole);
  return path;
}

/**
 * The file's text with the value at its place; comments, order and quoting of all else stay. Pure.
 * @throws UsageProblem YAML_INVALID, CONFIG_PLACE_SHARED, CONFIG_PLACE_NO_MAP
 */
export function setConfigValue(text: string, at: ConfigPlace, value: unknown, salt?: string): string {
  const document = openDocument(text, at);
  if (salt !== undefined) document.set("encryptionsalt", salt);
  const place = pathIn(at);
  const parents = place.slice(0, -1).map((_, index) => place.slice(0, index + 1));
  for (const parent of parents) {
    const node = document.getIn(parent, true);
    refuseAlias(node, parent, at);
    // `env:` with nothing behind it is an empty map that somebody meant to fill.
    if (node === undefined || (isScalar(node) && node.value === null)) document.setIn(parent, document.createNode({}));
    else if (!isMap(node)) throw noMap(parent.join("."), at);
  }
  // The comments in a secret's block stay.
  if (isSecure(value) && document.hasIn([...place, "secure"])) document.setIn([...place, "secure"], value.secure);
  else document.setIn(place, typeof value === "object" && value !== null ? document.createNode(value) : value);
  return written(document, text, at);
}

/** The value's place in the document of its file. */
function pathIn({ key, path, inFile }: ConfigPlace): string[] {
  return inFile?.path ?? ["config", key, ...path];
}

function fileOf({ inFile }: ConfigPlace): string {
  return inFile?.file ?? "the stack's file";
}

/**
 * The same without it; undefined where there is no such value. Pure.
 * @throws UsageProblem YAML_INVALID, CONFIG_PLACE_SHARED
 */
export function removeConfigValue(text: string, at: ConfigPlace): string | undefined {
  const document = openDocument(text, at);
  const place = pathIn(at);
  place.forEach((_, index) => {
    refuseAlias(document.getIn(place.slice(0, index), true), place.slice(0, index), at);
  });
  if (!document.hasIn(place)) return undefined;
  document.deleteIn(place);
  return written(document, text, at);
}

/** What stands there now: a secret, something else, or nothing. */
export function standsThere(text: string, at: ConfigPlace): "secret" | "plain" | "nothing" {
  const document = openDocument(text, at);
  const place = pathIn(at);
  if (!document.hasIn(place)) return "nothing";
  return document.hasIn([...place, "secure"]) ? "secret" : "plain";
}

/** Pulumi reads YAML 1.1, where an unquoted time or a "no" is no text: what is written is quoted for it. */
function openDocument(text: string, at: ConfigPlace): Document {
  const document: Document = parseDocument(text, { compat: "yaml-1.1" });
  const [error] = document.errors;
  if (error !== undefined) {
    throw new UsageProblem({
      code: "YAML_INVALID",
      what: `${fileOf(at)} cannot be read as YAML: ${error.message.split(":\n")[0] ?? ""}`,
      next: "mend the file; nothing was changed",
    });
  }
  document.contents ??= document.createNode({});
  return document;
}

/** What is written once and used in several places is changed by hand, by somebody who sees all of them. */
function refuseAlias(node: unknown, place: readonly string[], at: ConfigPlace): void {
  if (isAlias(node)) throw shared(place.join("."), at);
}

function malformed(key: string): UsageProblem {
  return new UsageProblem({
    code: "CONFIG_KEY_MALFORMED",
    what: `${key} is no path of names`,
    next: `e.g. services.web.replicas; a name with a dot in quotes: 'services.web.files["/etc/web/site.conf"]'`,
  });
}

function noMap(place: string, at: ConfigPlace): UsageProblem {
  return new UsageProblem({
    code: "CONFIG_PLACE_NO_MAP",
    what: `${place} in ${fileOf(at)} is a single value or a list, so nothing can be set below it`,
    next: "change it in the file",
  });
}

function shared(place: string, at: ConfigPlace): UsageProblem {
  return new UsageProblem({
    code: "CONFIG_PLACE_SHARED",
    what: `${place} in ${fileOf(at)} is shared by a YAML anchor`,
    next: "change it in the file, at its anchor (&)",
  });
}

function isSecure(value: unknown): value is { secure: string } {
  return typeof value === "object" && value !== null && "secure" in value && typeof value.secure === "string";
}

function written(document: Document, before: string, at: ConfigPlace): string {
  try {
    return yamlText(document, before);
  } catch {
    // An alias lost its anchor.
    throw shared("what goes", at);
  }
}
