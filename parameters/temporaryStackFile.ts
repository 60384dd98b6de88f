import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { serviceFolder, type ServiceTexts } from "../components/config/serviceFiles.ts";
import { temporaryFolder } from "../host/temporaryFolder.ts";

/**
 * Runs `work` with a stack's file of this text; the file is gone afterwards. Its secrets are encrypted.
 * @param services files of services to stand beside it
 */
export async function inTemporaryStackFile<T>(
  stack: string,
  text: string,
  work: (configFile: string) => Promise<T>,
  services: ServiceTexts = new Map(),
): Promise<T> {
  const { path, remove } = temporaryFolder("stack");
  try {
    const configFile = join(path, `Pulumi.${stack}.yaml`);
    await writeFile(configFile, text, { mode: 0o600 });
    if (services.size > 0) await mkdir(join(path, serviceFolder));
    for (const [name, said] of services) await writeFile(join(path, serviceFolder, name), said, { mode: 0o600 });
    return await work(configFile);
  } finally {
    remove();
  }
}
