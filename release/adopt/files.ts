import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { isPlainObject } from "../../components/config/layers.ts";
import { serviceFolder } from "../../components/config/serviceFiles.ts";
import { stacksIn } from "../../components/config/knownStacks.ts";
import { parseStackText, readText } from "../../components/config/stackFile.ts";
import { writeFileAtomic } from "../../host/atomicFile.ts";
import { stackFile, type StackLocation } from "../../parameters/location.ts";
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

/** The files of services that no stack of the project has any more go. @returns their names */
export async function dropFiles(services: readonly string[], location: StackLocation): Promise<string[]> {
  const named = namedServices(location);
  const gone = services.filter((service) => named?.has(service) === false);
  for (const service of gone) await rm(join(location.projectDir, serviceFolder, `${service}.yaml`), { force: true });
  return gone.map((service) => `${serviceFolder}/${service}.yaml`);
}

/** Those that any stack's file names; undefined where one cannot be read, and so may name any. */
function namedServices(location: StackLocation): Set<string> | undefined {
  const { projectDir } = location;
  const stacks = [...new Set([...stacksIn(projectDir), location.stack])];
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
