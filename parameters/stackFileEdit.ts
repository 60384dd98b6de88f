import { isPlainObject, type PlainObject } from "../components/config/layers.ts";
import { overridden, overrideFor } from "../components/config/override.ts";
import { baseOf, type ServiceFiles } from "../components/config/serviceFiles.ts";
import { isDeepStrictEqual } from "node:util";
import { isMap, isNode, isSeq, parseDocument, type Document, type YAMLMap } from "yaml";
import { UsageProblem } from "../errors/problem.ts";
import { putInGroups, type GroupPlaces } from "./groups.ts";
import { leaveNotify } from "./leaveNotify.ts";
import type { ServiceParameters } from "./serviceParameters.ts";
import { contentOf } from "../components/config/yamlContent.ts";
import { yamlText } from "./yamlStyle.ts";

/**
 * What a release changes in `Pulumi.<stack>.yaml`: whole blocks of a service; absent parts stay as they are. `groups`: of
 * one that comes back, where it stood in them.
 */
export type StackFileEdit = { service: string; groups?: GroupPlaces } & Partial<ServiceParameters>;

const servicesKey = "releases:services";
const currentKey = "releases:current";
const groupsKey = "releases:groups";

/** What the project's files say of a service in this stack; undefined of one without a file. */
export type Bases = (service: string) => PlainObject | undefined;

/** Those of a stack. */
export function basesOf(files: ServiceFiles, stack: string): Bases {
  return (service) => baseOf(files, service, stack);
}

/**
 * The stack file with the edits in it: only the values that differ are touched, so comments, order and quoting of
 * everything else stay. Where a service has a file of its own that stays as it is, for other stacks have it too: what
 * this one is to have otherwise goes over it. Pure: text in, text out.
 */
export function editStackFile(text: string, edits: readonly StackFileEdit[], bases: Bases): string {
  if (edits.length === 0) return text;
  // Pulumi reads YAML 1.1, where an unquoted time or a "no" is no text: what is written is quoted for it.
  const document = parseDocument(text, { compat: "yaml-1.1" });
  const before = contentOf(document);
  for (const edit of edits) {
    if (edit.basic !== undefined) setBasic(document, edit.service, edit.basic, bases(edit.service), before);
    if (edit.release !== undefined) merge(document, ["config", currentKey, edit.service], edit.release);
    for (const [key, secure] of Object.entries(edit.secrets ?? {})) {
      merge(document, ["config", `releases:${key}`], { secure });
    }
    if (edit.groups !== undefined) putInGroups(document, edit.service, edit.groups);
  }
  // An edit that changes nothing must not reformat the file either.
  if (isDeepStrictEqual(document.toJS(), before)) return text;
  return yamlText(document, text);
}

/** @param before what the file came to */
function setBasic(
  document: Document,
  service: string,
  wanted: PlainObject,
  base: PlainObject | undefined,
  before: unknown,
): void {
  const path = ["config", servicesKey, service];
  const present = path.reduce((inner, key) => (isPlainObject(inner) ? inner[key] : undefined), before);
  const standing = isPlainObject(present) ? present : {};
  if (base !== undefined && isDeepStrictEqual(overridden(base, standing), wanted)) return;
  const block = base === undefined ? wanted : overrideFor(base, wanted);
  if (block !== undefined) {
    merge(document, path, block);
    return;
  }
  document.deleteIn(path);
  const services = document.getIn(path.slice(0, -1));
  if (isMap(services) && services.items.length === 0) document.deleteIn(path.slice(0, -1));
}

/**
 * The stack file without these services: their blocks, their places in groups and in who is told of them, and the config
 * secrets named. Comments, order and quoting of everything else stay. Pure.
 * @throws UsageProblem REMOVAL_SHARED where something else refers to what would go, by a YAML anchor
 */
export function removeFromStackFile(
  text: string,
  services: readonly string[],
  secrets: readonly string[] = [],
): string {
  const document = parseDocument(text, { compat: "yaml-1.1" });
  const before: unknown = document.toJS();
  for (const service of services) {
    for (const path of [servicesKey, currentKey].map((key) => ["config", key, service])) {
      if (document.hasIn(path)) document.deleteIn(path);
    }
  }
  for (const key of secrets) document.deleteIn(["config", `releases:${key}`]);
  leaveGroups(document, services);
  leaveNotify(document, services);
  try {
    return isDeepStrictEqual(document.toJS(), before) ? text : yamlText(document, text);
  } catch (cause) {
    throw new UsageProblem({
      code: "REMOVAL_SHARED",
      what: `another part of the stack's file refers by a YAML anchor to what goes with ${services.join(", ")}`,
      next: "write it out there, then remove the service",
      cause,
    });
  }
}

/** A group without a member left is no group. */
function leaveGroups(document: Document, services: readonly string[]): void {
  const groups = document.getIn(["config", groupsKey]);
  if (!isMap(groups)) return;
  for (const name of mapKeys(groups)) {
    const members = groups.get(name);
    if (!isSeq(members)) continue;
    const left = members.items.filter((member) => !services.includes(String(plain(member))));
    if (left.length === members.items.length) continue;
    if (left.length === 0) groups.delete(name);
    else members.items = left;
  }
  if (groups.items.length === 0) document.deleteIn(["config", groupsKey]);
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
