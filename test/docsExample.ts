import { readFileSync } from "node:fs";
import { resolve } from "node:path";

/** The example of a file in one of docs: the code block that begins with its path, as `// rules/contact.ts`. */
export function docsExample(doc: string, path: string): string {
  const text = readFileSync(resolve(import.meta.dirname, "../docs", doc), "utf8");
  const start = text.indexOf(`// ${path}\n`);
  if (start < 0) throw new Error(`docs/${doc} has no example ${path}`);
  return text.slice(start, text.indexOf("```", start));
}
