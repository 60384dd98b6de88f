import type { Document, ToStringOptions } from "yaml";

/** The document as text, its flow maps spaced as they were: `{ a: 1 }` by prettier, `{a: 1}` by Pulumi's CLI. */
export function yamlText(document: Document, before: string): string {
  const style: ToStringOptions = { lineWidth: 0, flowCollectionPadding: /\{ \S/.test(before) };
  return document.toString(style);
}
