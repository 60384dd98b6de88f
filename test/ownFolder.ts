import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A project with one folder of parts of its own. */
export interface OwnFolder {
  project: string;
  /** Path of one of its files. */
  file(name: string): string;
  write(name: string, text: string): void;
}

/**
 * One for each test of a `describe`, gone after it.
 * @param use has a project's parts hold from then on: a project without any follows
 */
export function useOwnFolder(folder: string, use: (projectDir: string) => void): () => OwnFolder {
  let project = "";
  const file = (name: string) => join(project, folder, name);
  beforeEach(() => {
    project = mkdtempSync(join(tmpdir(), `release-${folder}-`));
    mkdirSync(join(project, folder));
  });
  afterEach(() => {
    use(tmpdir());
    rmSync(project, { recursive: true });
  });
  return () => ({
    project,
    file,
    write: (name, text) => {
      writeFileSync(file(name), text);
    },
  });
}
