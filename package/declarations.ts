import { globSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";

/** Leaves the declarations that these entries lead to: the compiler writes one of every file it has read. */
export function keepDeclarations(dist: string, entries: readonly string[]): void {
  const kept = new Set<string>();
  const keep = (file: string): void => {
    if (kept.has(file)) return;
    kept.add(file);
    const text = readFileSync(file, "utf8");
    for (const [, path = ""] of text.matchAll(/(?:from|import|import\() ?"(\.[^"]+)\.[jt]s"/g)) {
      keep(join(dirname(file), `${path}.d.ts`));
    }
  };
  for (const entry of entries) keep(join(dist, `${entry}.d.ts`));
  for (const file of globSync("**/*.d.ts", { cwd: dist }).map((name) => join(dist, name))) {
    if (!kept.has(file)) rmSync(file);
  }
}
