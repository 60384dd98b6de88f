import { readFile } from "node:fs/promises";
import { parseDocument } from "yaml";
import { writeFileAtomic } from "../host/atomicFile.ts";
import { inTemporaryStackFile } from "../parameters/temporaryStackFile.ts";

const secretsHead = /^(encryptionsalt|secretsprovider|encryptedkey):/m;

/**
 * Runs `work` with a stack's file that the CLI may write to. The CLI adds its salt to a file that has none, and sets all
 * else anew, in its own style: it gets a copy, and only the salt is taken over.
 */
export async function withStackFile<T>(
  file: string,
  stack: string,
  work: (configFile: string) => Promise<T>,
): Promise<T> {
  const text = await readFile(file, "utf8");
  if (secretsHead.test(text)) return work(file);
  return inTemporaryStackFile(stack, text, async (copy) => {
    try {
      return await work(copy);
    } finally {
      await takeOver(copy, file);
    }
  });
}

async function takeOver(copy: string, file: string): Promise<void> {
  const salt: unknown = parseDocument(await readFile(copy, "utf8")).get("encryptionsalt");
  const text = await readFile(file, "utf8");
  if (typeof salt !== "string" || secretsHead.test(text)) return;
  await writeFileAtomic(file, `encryptionsalt: ${salt}\n${text}`);
}
