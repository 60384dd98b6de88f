import { Document, isMap } from "yaml";
import { inline } from "./addServices.ts";

/** The text of a new service's file, each parameter in few lines. Pure. */
export function newServiceFile(basic: Record<string, unknown>): string {
  // Quoted for readers of YAML 1.1 too, as the stack's file is.
  const document = new Document(basic, { compat: "yaml-1.1", aliasDuplicateObjects: false });
  const { contents } = document;
  if (isMap(contents)) for (const { key, value } of contents.items) inline(value, 2, String(key).length + 2);
  return document.toString({ lineWidth: 0 });
}
