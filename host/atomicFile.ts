import { randomUUID } from "node:crypto";
import { open, rename, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { errorText } from "../errors/errorText.ts";
import { UsageProblem } from "../errors/problem.ts";

/**
 * As {@link writeAtomic}; the file keeps the mode it has, a new one is readable by all.
 * @throws UsageProblem FILE_UNWRITABLE; the file is then as it was
 */
export async function writeFileAtomic(path: string, text: string): Promise<void> {
  const mode = await stat(path).then(
    (found) => found.mode,
    () => 0o644,
  );
  try {
    await writeAtomic(path, text, mode & 0o777);
  } catch (cause) {
    throw new UsageProblem({
      code: "FILE_UNWRITABLE",
      what: `the file could not be written and is as it was: ${errorText(cause)}`,
      where: path,
      next: "make room, or give yourself the right to write there, then run it again",
      cause,
    });
  }
}

/**
 * Replaces a file so that a reader, or a machine that dies, sees the old or the new content, never a part:
 * a new file beside it, flushed to disk, takes its name.
 */
export async function writeAtomic(path: string, content: string | Buffer, mode = 0o600): Promise<void> {
  const temporary = `${path}.${randomUUID()}.tmp`;
  try {
    const file = await open(temporary, "wx", mode);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  // It has its name by now: an error here would say of a file that was written that it was not.
  await syncDirectory(dirname(path)).catch(() => undefined);
}

/** Makes the rename itself durable. */
async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, "r");
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
