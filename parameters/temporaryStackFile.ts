import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { temporaryFolder } from "../host/temporaryFolder.ts";

/** Runs `work` with a stack's file of this text; the file is gone afterwards. Its secrets are encrypted. */
export async function inTemporaryStackFile<T>(
  stack: string,
  text: string,
  work: (configFile: string) => Promise<T>,
): Promise<T> {
  const { path, remove } = temporaryFolder("stack");
  try {
    const configFile = join(path, `Pulumi.${stack}.yaml`);
    await writeFile(configFile, text, { mode: 0o600 });
    return await work(configFile);
  } finally {
    remove();
  }
}
