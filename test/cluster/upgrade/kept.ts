import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { ReleaseRecord } from "../../../records/record.ts";

/** Of the kept states: their secrets are nobody's. */
export const passphrase = "a test's";

const folder = join(import.meta.dirname, "kept");

/** What a version of this package has left of a stack that it released. */
export interface Kept {
  version: string;
  /** Its Pulumi.kept.yaml. */
  stackFile: string;
  /** As `pulumi stack export` wrote it. */
  stateFile: string;
  /** What the first preview of a newer version shows, by the words of CHANGELOG.md that say why; nothing where it is empty. */
  differs: Record<string, string>;
  /** Newest first. */
  records: ReleaseRecord[];
}

/** Of every version that is kept. */
export function keptVersions(): Kept[] {
  return readdirSync(folder).map(keptOf);
}

function keptOf(version: string): Kept {
  const records = JSON.parse(readFileSync(join(folder, version, "records.json"), "utf8")) as ReleaseRecord[];
  const differs = join(folder, version, "differs.json");
  return {
    version,
    stackFile: join(folder, version, "Pulumi.kept.yaml"),
    stateFile: join(folder, version, "state.json"),
    differs: existsSync(differs) ? (JSON.parse(readFileSync(differs, "utf8")) as Record<string, string>) : {},
    records: records.sort((a, b) => (a.id < b.id ? 1 : -1)),
  };
}
