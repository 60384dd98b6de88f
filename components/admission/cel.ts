/** A named part of a policy, worked out where it is used. */
export interface Variable {
  name: string;
  expression: string;
}

/** The state of an object before a change, or after it. */
export type State = "now" | "old";

/** What is the same part of an object after a change and before it, each a variable: `spec` and `oldSpec`. */
export function pair(name: string, expression: (state: State) => string): Variable[] {
  return (["now", "old"] as const).map((state) => ({ name: nameOf(name, state), expression: expression(state) }));
}

function nameOf(name: string, state: State): string {
  return state === "now" ? name : `old${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}

/** One of a {@link pair}, as it is asked for. */
export function of(name: string, state: State): string {
  return `variables.${nameOf(name, state)}`;
}

export function both(name: string): [now: string, old: string] {
  return [of(name, "now"), of(name, "old")];
}

/** A text as CEL writes it. */
export function celText(text: string): string {
  return JSON.stringify(text);
}

export function celList(texts: readonly string[]): string {
  return `[${texts.map(celText).join(", ")}]`;
}

/** A member that may be absent, as may what it is of. */
export function member(object: string, path: string, absent: "{}" | "[]" | '""' | "false" = "{}"): string {
  return `${object}${path
    .split(".")
    .map((key) => `.?${key}`)
    .join("")}.orValue(${absent})`;
}

/** The keys of which two maps differ, as a list; those in `except`, a list in CEL, may. */
export function differing(now: string, old: string, except = "[]"): string {
  const held = except === "[]" ? "" : `!(k in ${except}) && `;
  const changed = `${now}.filter(k, ${held}!(k in ${old} && ${now}[k] == ${old}[k]))`;
  return `(${changed} + ${old}.filter(k, ${held}!(k in ${now})))`;
}

/** The same of a pair, each with where it stands: `spec.replicas`. */
export function changed(prefix: string, name: string, except: string | readonly string[] = []): string {
  const list = typeof except === "string" ? except : celList(except);
  return `${differing(...both(name), list)}.map(k, ${celText(prefix)} + k)`;
}

/** A list of values of several types, which CEL's are not by themselves. */
export function dynList(expressions: readonly string[]): string {
  return `dyn([${expressions.map((expression) => `dyn(${expression})`).join(", ")}])`;
}
