import { rmSync } from "node:fs";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Runs `work` with a stack's file of this text; the file is gone afterwards, at Ctrl-C too. Its secrets are encrypted. */
export async function inTemporaryStackFile<T>(
  stack: string,
  text: string,
  work: (configFile: string) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "release-stack-"));
  const remove = (): void => {
    rmSync(folder, { recursive: true, force: true });
  };
  process.once("exit", remove);
  try {
    const configFile = join(folder, `Pulumi.${stack}.yaml`);
    await writeFile(configFile, text, { mode: 0o600 });
    return await work(configFile);
  } finally {
    process.removeListener("exit", remove);
    remove();
  }
}
