import { copyFile, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import { temporaryFolder } from "../host/temporaryFolder.ts";
import type { StackLocation } from "../parameters/location.ts";
import { runCli, type CliCall, type CliEnd } from "./cli.ts";
import { problemOf } from "./problems.ts";

/** A copy of the project in which the CLI may write to the stack's file: there it sets anew all that stands in it. */
export interface ProjectCopy {
  /** Runs the CLI in it. @throws Problem where that fails */
  run(args: readonly string[], input?: string): Promise<CliEnd>;
  /** The stack's file as it now is. */
  read(): Promise<{ encryptionsalt?: string; config?: Record<string, { secure?: string }> }>;
}

/**
 * Runs `work` with a folder that has the project's Pulumi.yaml and this text as the stack's file, gone afterwards.
 * @param cli how the CLI is called; its backend must not depend on the folder
 */
export async function inProjectCopy<T>(
  { projectDir, stack }: StackLocation,
  text: string,
  cli: Pick<CliCall, "pulumi" | "env">,
  work: (copy: ProjectCopy) => Promise<T>,
): Promise<T> {
  const folder = temporaryFolder("project");
  const file = join(folder.path, `Pulumi.${stack}.yaml`);
  try {
    await copyFile(join(projectDir, "Pulumi.yaml"), join(folder.path, "Pulumi.yaml"));
    await writeFile(file, text, { mode: 0o600 });
    return await work({
      async run(args, input) {
        const call = { ...cli, args: [...args, "--stack", stack], cwd: folder.path };
        const ended = await runCli(input === undefined ? call : { ...call, input });
        if (ended.code !== 0) throw problemOf(ended);
        return ended;
      },
      read: async () => (parse(await readFile(file, "utf8")) ?? {}) as Awaited<ReturnType<ProjectCopy["read"]>>,
    });
  } finally {
    folder.remove();
  }
}

/** Makes the stack in its backend. @returns the salt that its file has then, if secrets are encrypted by a passphrase */
export async function makeStack(
  location: StackLocation,
  text: string,
  cli: Pick<CliCall, "pulumi" | "env">,
): Promise<string | undefined> {
  return inProjectCopy(location, text, cli, async (copy) => {
    await copy.run(["stack", "init", "--no-select"]);
    return (await copy.read()).encryptionsalt;
  });
}
