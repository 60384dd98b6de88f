import { readFile, writeFile } from "node:fs/promises";
import { parse } from "yaml";
import { writeFileAtomic } from "../host/atomicFile.ts";
import { inTemporaryStackFile } from "../parameters/temporaryStackFile.ts";

const secretsHead = /^(encryptionsalt|secretsprovider|encryptedkey):/m;

/** A stack's file that the CLI may write to. */
export interface OpenStackFile {
  path: string;
  /** Has the CLI encrypt with this one. */
  salt: (salt: string) => Promise<void>;
}

/**
 * Runs `work` with the stack's file. The CLI adds its salt to a file that has none, and sets all else anew, in its own
 * style: it gets a copy of such a file, and only the salt is taken over.
 */
export async function withStackFile<T>(
  file: string,
  stack: string,
  work: (open: OpenStackFile) => Promise<T>,
): Promise<T> {
  const text = await readFile(file, "utf8");
  if (secretsHead.test(text)) return work({ path: file, salt: () => Promise.resolve() });
  return inTemporaryStackFile(stack, text, async (path) => {
    try {
      return await work({ path, salt: (salt) => writeFile(path, salted(text, salt)) });
    } finally {
      await takeOver(path, file);
    }
  });
}

async function takeOver(copy: string, file: string): Promise<void> {
  const { encryptionsalt } = (parse(await readFile(copy, "utf8")) ?? {}) as { encryptionsalt?: unknown };
  const text = await readFile(file, "utf8");
  if (typeof encryptionsalt !== "string" || secretsHead.test(text)) return;
  await writeFileAtomic(file, salted(text, encryptionsalt));
}

/** At its end, where the CLI puts it. */
function salted(text: string, salt: string): string {
  return `${text}${text === "" || text.endsWith("\n") ? "" : "\n"}encryptionsalt: ${salt}\n`;
}
