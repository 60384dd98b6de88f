import { isDeepStrictEqual } from "node:util";
import { isPlainObject, type PlainObject } from "../../../components/config/layers.ts";
import { fieldType, kindWord } from "../../../components/kubernetes/fields.ts";
import { comparable } from "./comparable.ts";
import type { ObjectShape } from "./original.ts";

const nothing = "–";

/** In what two sets of objects differ, a line for each field: `Deployment/web spec.replicas: 1 -> 2`. */
export function differencesOf(originals: readonly ObjectShape[], rendered: readonly ObjectShape[]): string[] {
  // A job's name ends with a hash of what it does.
  const identity = ({ kind, metadata: { name } }: ObjectShape) =>
    `${kind}/${kind === "Job" ? name.replace(/-[0-9a-f]{8}$/, "") : name}`;
  const made = new Map(rendered.map((object) => [identity(object), object]));
  const gone = originals
    .filter((object) => !made.has(identity(object)))
    .map((object) => `${identity(object)}: not made`);
  const known = new Map(originals.map((object) => [identity(object), object]));
  return [
    ...gone,
    ...[...made].flatMap(([name, after]) => {
      const before = known.get(name);
      if (before === undefined) return [`${name}: made`];
      return between(comparable(before), comparable(after), kindWord(after.kind) ?? "any", "").map(
        (line) => `${name} ${line}`,
      );
    }),
  ];
}

function between(before: unknown, after: unknown, word: string, path: string): string[] {
  if (isDeepStrictEqual(before, after)) return [];
  const type = fieldType(word);
  const [from, to] = [memberwise(before, path), memberwise(after, path)];
  if (from !== undefined && to !== undefined && Object.keys({ ...from, ...to }).length > 0) {
    return [...new Set([...Object.keys(from), ...Object.keys(to)])].flatMap((key) => {
      const of = type.is === "map" ? type.of : type.is === "object" ? (type.fields.get(key) ?? "any") : "any";
      return between(from[key], to[key], of, step(path, key));
    });
  }
  if (type.is === "list" && (Array.isArray(before) || Array.isArray(after))) {
    const [all, others] = [(before ?? []) as unknown[], (after ?? []) as unknown[]];
    const { key, of } = type;
    if (key !== undefined && key !== "*") return byKey(all, others, { key, of, path });
    if (all.length === others.length) {
      return all.flatMap((value, index) => between(value, others[index], of, `${path}[${index}]`));
    }
  }
  return [`${path}: ${shown(before)} -> ${shown(after)}`];
}

/** What is not there is told as a whole where it is there, but for the maps that several may write into. */
function memberwise(value: unknown, path: string): PlainObject | undefined {
  if (isPlainObject(value)) return value;
  return value === undefined && /\.(labels|annotations|securityContext|resources)$/.test(path) ? {} : undefined;
}

function byKey(from: unknown[], to: unknown[], { key, of, path }: { key: string; of: string; path: string }): string[] {
  const named = (list: unknown[]) => new Map(list.map((element) => [String((element as PlainObject)[key]), element]));
  const [before, after] = [named(from), named(to)];
  const names = [...new Set([...before.keys(), ...after.keys()])];
  return names.flatMap((name) => {
    const at = `${path}[${name}]`;
    if (before.has(name) && after.has(name)) return between(before.get(name), after.get(name), of, at);
    return [`${at}: ${shown(before.get(name))} -> ${shown(after.get(name))}`];
  });
}

function step(path: string, key: string): string {
  if (!/^[A-Za-z_][\w-]*$/.test(key)) return `${path}[${key}]`;
  return path === "" ? key : `${path}.${key}`;
}

/** An API server writes members in an order of its own. */
function inOrder(_: string, value: unknown): unknown {
  if (!isPlainObject(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function shown(value: unknown): string {
  return value === undefined ? nothing : JSON.stringify(value, inOrder);
}
