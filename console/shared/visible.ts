/** What people and pods wrote, as it may stand on a page: nothing in it hides, moves or colours what is beside it. */

/** What has no width, or turns the text: it makes `v1` of something else. What joins an emoji's parts may stand there. */
const unseen =
  /(?!(?<=\p{Extended_Pictographic}\ufe0f?)(?:\u200d|\ufe0f))(?:\p{Default_Ignorable_Code_Point}|[\u2028\u2029\ufff9-\ufffb])/gu;

/** Control characters but line feed and tab. */
// eslint-disable-next-line no-control-regex -- they are what is looked for
const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/**
 * The text with its control characters as the symbols that Unicode has for them (`␛[31m`), and what turns or hides text by
 * its number (`⟨U+202E⟩`). Line feeds and tabs stay. Pure.
 */
export function visible(text: string): string {
  return text.replace(/\r\n/g, "\n").replace(controls, controlSymbol).replace(unseen, numbered);
}

/** Every text in an answer, keys too, made {@link visible}: once where it comes in, so that no place can forget it. Pure. */
export function allVisible(value: unknown): unknown {
  if (typeof value === "string") return visible(value);
  if (Array.isArray(value)) return value.map(allVisible);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [visible(key), allVisible(inner)]));
}

function controlSymbol(character: string): string {
  const code = character.charCodeAt(0);
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  return code === 0x7f ? "\u2421" : numbered(character);
}

function numbered(character: string): string {
  return `⟨U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}⟩`;
}
