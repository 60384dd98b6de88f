import { relative } from "node:path";
import { parseServiceFiles, type ServiceFiles } from "../../components/config/serviceFiles.ts";
import { filesAtCommit } from "../../parameters/gitFiles.ts";
import { stackFile, type StackLocation } from "../../parameters/location.ts";
import { fileAt, type CommittedFile } from "./commit.ts";

/** A stack as a commit has it. */
export interface StackAt {
  file: CommittedFile;
  /** What its services are. */
  files: ServiceFiles;
}

/** The stack's file, from the project's folder. Pure. */
export function stackPath(location: StackLocation): string {
  return `./${relative(location.projectDir, stackFile(location))}`;
}

/** Undefined where the commit has no such stack. */
export async function stackAt(location: StackLocation, commit: string): Promise<StackAt | undefined> {
  const { projectDir, stack } = location;
  const file = await fileAt(projectDir, commit, stackPath(location));
  if (file === undefined) return undefined;
  const { services = new Map<string, string>(), stacks } = filesAtCommit(projectDir, commit) ?? {};
  return { file, files: parseServiceFiles(services, [...new Set([...(stacks?.keys() ?? []), stack])]) };
}
