import { isDeepStrictEqual } from "node:util";
import { parseDocument, type Document, type ToStringOptions } from "yaml";

/** The document as text, its flow maps spaced as they were: `{ a: 1 }` by prettier, `{a: 1}` by Pulumi's CLI. */
export function yamlText(document: Document, before: string): string {
  const style: ToStringOptions = { lineWidth: 0, flowCollectionPadding: /\{ \S/.test(before) };
  const text = document.toString(style);
  const spaced = spacedAsBefore(text, before);
  // What stands in a text is never mere spacing.
  return spaced === text || isDeepStrictEqual(contentOf(spaced), contentOf(text)) ? spaced : text;
}

function contentOf(text: string): unknown {
  return parseDocument(text, { compat: "yaml-1.1" }).toJS();
}

/** `yaml` has one spacing for all brackets, people one for maps and one for lists: lines that differ in it alone stay. */
function spacedAsBefore(text: string, before: string): string {
  const lines = new Set(before.split("\n"));
  const bySense = new Map([...lines].map((line) => [withoutSpacing(line), line]));
  return text
    .split("\n")
    .map((line) => (lines.has(line) ? line : (bySense.get(withoutSpacing(line)) ?? line)))
    .join("\n");
}

function withoutSpacing(line: string): string {
  return line.replaceAll(/([[{]) +/g, "$1").replaceAll(/ +([\]}])/g, "$1");
}
