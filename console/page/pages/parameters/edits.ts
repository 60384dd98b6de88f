import type { CheckAnswer, ParameterEdit } from "../../../api/parameters.ts";
import type { ServiceSettings, Setting } from "../../../api/parameters.ts";
import { asText, fieldSchema, valueOf } from "./schema.ts";

/** What was typed, by service and path; `null`: to be taken out of the file. */
export type Typed = ReadonlyMap<string, { service: string; path: string; text: string | null }>;

export function editKey(service: string, path: string): string {
  return `${service}\n${path}`;
}

/** With one more; what is typed back to what it was is no edit. Pure. */
export function withTyped(typed: Typed, service: string, path: string, text: string | null, before: string): Typed {
  const next = new Map(typed);
  if (text === before) next.delete(editKey(service, path));
  else next.set(editKey(service, path), { service, path, text });
  return next;
}

/** What goes to the server, and what cannot: by key. Pure. */
export function editsOf(
  typed: Typed,
  schema: Readonly<Record<string, unknown>>,
): { edits: ParameterEdit[]; wrong: Map<string, string> } {
  const edits: ParameterEdit[] = [];
  const wrong = new Map<string, string>();
  for (const [key, { service, path, text }] of typed) {
    const read = text === null ? { value: null } : valueOf(text, fieldSchema(schema, path));
    if ("wrong" in read) wrong.set(key, read.wrong);
    else edits.push({ service, path, value: read.value });
  }
  return { edits, wrong };
}

/** The problems and findings of one field, and those of none. Pure. */
export function answersOf(
  answer: CheckAnswer | undefined,
  typed: Typed,
): { byField: Map<string, string[]>; rest: string[] } {
  const byField = new Map<string, string[]>();
  const rest: string[] = [];
  const add = (at: string, text: string) => {
    const own = [...typed].find(([, { service, path }]) => namesField(at, service, path));
    if (own === undefined) rest.push(text);
    else byField.set(own[0], [...(byField.get(own[0]) ?? []), text]);
  };
  for (const problem of answer?.problems ?? []) add(problem, problem);
  return { byField, rest };
}

/** Whether a sentence is about a parameter: it begins with its path, whole or from the service on. */
function namesField(text: string, service: string, path: string): boolean {
  const place = text.split(/[\s:]+(?![^\s:]*[.:])/)[0] ?? "";
  return [
    path,
    `${service}.${path}`,
    `releases:services.${service}.${path}`,
    `releases:current.${service}.${path}`,
  ].some((name) => place === name || text.startsWith(`${name}:`) || text.startsWith(`${name} `));
}

/** What has parts stands by itself, the rest together. */
function groupOf(path: string): string {
  const [first = path, ...rest] = path.split(".");
  return rest.length === 0 ? "basic" : first;
}

function orderOf(name: string): number {
  return name === "release" ? 0 : name === "basic" ? 1 : 2;
}

/** The settings of a service, with those that are only typed yet; by their first part, which is how they belong together. Pure. */
export function settingGroups(
  service: ServiceSettings,
  typed: Typed,
  search: string,
  own: boolean,
): { name: string; settings: Setting[] }[] {
  const known = new Set(service.values.map(({ path }) => path));
  const added = [...typed.values()]
    .filter((edit) => edit.service === service.name && !known.has(edit.path))
    .map(({ path }): Setting => ({ path, value: undefined, from: "default", kind: "basic", may: true }));
  const words = search.toLowerCase();
  const shown = [...service.values, ...added].filter(
    ({ path, from, value }) =>
      (typed.has(editKey(service.name, path)) || !own || from === "basic" || from === "release" || from === "stack") &&
      `${path} ${asText(value)}`.toLowerCase().includes(words),
  );
  const groups = Map.groupBy(shown, ({ path, kind }) => (kind === "release" ? "release" : groupOf(path)));
  return [...groups].map(([name, settings]) => ({ name, settings })).sort((a, b) => orderOf(a.name) - orderOf(b.name));
}
