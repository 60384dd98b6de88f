import { mkdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { isPlainObject } from "../../components/config/layers.ts";
import { serviceFolder } from "../../components/config/serviceFiles.ts";
import { knownStacks, stacksIn } from "../../components/config/knownStacks.ts";
import { parseStackText, readText } from "../../components/config/stackFile.ts";
import { contentHash } from "../../components/objects.ts";
import { writeFileAtomic } from "../../host/atomicFile.ts";
import { stackFile, type StackLocation } from "../../parameters/location.ts";
import type { AdoptedService } from "../../records/record.ts";
import type { Adoption } from "./plan.ts";

type Written = Pick<Adoption, "after" | "before" | "newFiles">;

/** Writes what was planned: the stack's file, and new files of services where the project keeps such. */
export async function writeFiles({ after, newFiles }: Written, location: StackLocation): Promise<void> {
  const folder = join(location.projectDir, serviceFolder);
  if (newFiles.size > 0) await mkdir(folder, { recursive: true });
  for (const [name, text] of newFiles) await writeFileAtomic(join(folder, name), text);
  await writeFileAtomic(stackFile(location), after);
}

/** As they were before. */
export async function putFilesBack({ before, newFiles }: Written, location: StackLocation): Promise<void> {
  for (const name of newFiles.keys()) await rm(join(location.projectDir, serviceFolder, name), { force: true });
  await writeFileAtomic(stackFile(location), before);
}

/**
 * The files that an adoption has written go where nobody has changed them, and no stack of the project has the service
 * any more. @returns what became of each, a sentence
 */
export async function dropFiles(
  services: ReadonlyMap<string, Pick<AdoptedService, "file">>,
  location: StackLocation,
): Promise<string[]> {
  const named = namedServices(location);
  const notes: string[] = [];
  for (const [service, { file: written }] of services) {
    const file = `${serviceFolder}/${service}.yaml`;
    const path = join(location.projectDir, file);
    const text = await readFile(path, "utf8").catch(() => undefined);
    if (text === undefined) continue;
    const why = keptFor(written, text, named?.has(service));
    if (why === undefined) await rm(path, { force: true });
    notes.push(why === undefined ? `${file} is gone too: no stack has the service` : `${file} stays: ${why}`);
  }
  return notes;
}

/** Why a service's file stays; undefined where it goes. */
function keptFor(written: string | undefined, text: string, named: boolean | undefined): string | undefined {
  if (written === undefined) return "the adoption did not write it";
  if (contentHash(text) !== written) return "it was changed since the adoption";
  if (named === undefined) return "which stacks have the service is not known";
  return named ? "another stack has the service" : undefined;
}

/** Those that any stack's file names; undefined where one cannot be read, or is elsewhere, and so may name any. */
function namedServices(location: StackLocation): Set<string> | undefined {
  const { projectDir } = location;
  const stacks = stacksIn(projectDir);
  if (knownStacks(projectDir, location.stack)?.every((stack) => stacks.includes(stack)) !== true) return undefined;
  try {
    return new Set(
      stacks.flatMap((stack) => {
        const file = stackFile(stack === location.stack ? location : { projectDir, stack });
        const { services, current } = parseStackText(file, readText(file, stack)).raw;
        return [services, current].flatMap((blocks) => (isPlainObject(blocks) ? Object.keys(blocks) : []));
      }),
    );
  } catch {
    return undefined;
  }
}
