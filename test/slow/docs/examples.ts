import { readFileSync } from "node:fs";
import { join } from "node:path";

/** What a page of the documentation shows, as it stands there. */
export interface Examples {
  /** Texts of its YAML blocks, in order. */
  yaml: string[];
  /** Its lines `npx release …`, with their comments. */
  commands: string[];
  /** Its other command lines, each with all that it says. */
  outputs: { line: string; output: string }[];
}

/** @param page `grayscale.md` */
export function examplesOf(page: string): Examples {
  const text = readFileSync(join(import.meta.dirname, "../../../docs", page), "utf8");
  return {
    yaml: [...text.matchAll(/^```yaml\n([^]*?)^```/gm)].map(([, block = ""]) => block),
    outputs: [...text.matchAll(/^\$ (.*)\n([^]*?)^```/gm)].map(([, line = "", output = ""]) => ({ line, output })),
    commands: [...text.matchAll(/^npx release .*$/gm)].map(([line]) => line),
  };
}
