import { readFile, writeFile } from "node:fs/promises";
import { parse } from "yaml";
import { writeFileAtomic } from "../host/atomicFile.ts";
import { inTemporaryStackFile } from "../parameters/temporaryStackFile.ts";

const secretsHead = /^(encryptionsalt|secretsprovider|encryptedkey):/m;
const secretsLines = new RegExp(`${secretsHead.source}.*$`, "gm");

/** A stack's file that the CLI may write to. */
export interface OpenStackFile {
  path: string;
  /** Has the CLI encrypt with this one. */
  salt: (salt: string) => Promise<void>;
}

/**
 * Runs `work` with the stack's file, or with the one named in its place. The CLI adds its salt to a file that has none,
 * and sets all else anew, in its own style: it gets a copy of such a file, and only the salt is taken over. The salt is
 * the stack's, whichever file its configuration is taken from.
 */
export async function withStackFile<T>(
  { own, named }: { own: string; named: string | undefined },
  stack: string,
  work: (open: OpenStackFile) => Promise<T>,
): Promise<T> {
  const text = await readFile(named ?? own, "utf8");
  if (secretsHead.test(text)) return work({ path: named ?? own, salt: () => Promise.resolve() });
  const head = named === undefined ? [] : ((await readFile(own, "utf8")).match(secretsLines) ?? []);
  return inTemporaryStackFile(stack, [ended(text), ...head.map((line) => `${line}\n`)].join(""), async (path) => {
    try {
      return await work({ path, salt: (salt) => writeFile(path, salted(text, salt)) });
    } finally {
      await takeOver(path, own);
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
  return `${ended(text)}encryptionsalt: ${salt}\n`;
}

/** A whole last line. */
export function ended(text: string): string {
  return text === "" || text.endsWith("\n") ? text : `${text}\n`;
}

/** What the CLI has added to a stack's file since it read `before`, empty for nothing; undefined where others changed it. */
export function addedSalt(before: string, now: string): string | undefined {
  if (now === before) return "";
  const added = now.startsWith(ended(before)) ? now.slice(ended(before).length) : "";
  return /^encryptionsalt: \S+\n$/.test(added) ? added : undefined;
}
