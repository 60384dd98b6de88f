/** Controls, line ends, and what turns the direction of text: a terminal goes by them, and a reader does not see them. */
// eslint-disable-next-line no-control-regex -- they are what is looked for
const unseen = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/**
 * A value with all its texts as they are to be read by somebody who decides on them: what would move the cursor, begin a
 * line of its own or hide what follows is shown as JSON has it, `\n` or `\u001b`. Pure.
 */
export function visible<T>(value: T): T {
  return shown(value) as T;
}

function shown(value: unknown): unknown {
  if (typeof value === "string") return value.replaceAll(unseen, escaped);
  if (Array.isArray(value)) return value.map(shown);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shown(inner)]));
}

function escaped(character: string): string {
  const json = JSON.stringify(character).slice(1, -1);
  return json === character ? `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}` : json;
}
