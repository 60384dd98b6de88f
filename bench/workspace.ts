import { copyFile, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const projectDir = fileURLToPath(new URL("../", import.meta.url));

/** The project once more, in a folder of its own: its stacks, their files and their state are the benchmark's alone. */
export interface Workspace {
  dir: string;
  /** With `PULUMI_BACKEND_URL` in it. */
  env: NodeJS.ProcessEnv;
  writeStack(stack: string, text: string): Promise<void>;
  /** The same, keeping what the CLI has noted in the file: the salt of the stack's secrets. */
  editStack(stack: string, text: string): Promise<void>;
  remove(): Promise<void>;
}

/** What is measured is the code as it stands: it is linked, not copied. */
const linked = [
  ...["errors", "host", "components", "cluster", "rollout", "hooks", "program", "lab"],
  ...["index.ts", "node_modules", "package.json"],
];

export async function makeWorkspace(): Promise<Workspace> {
  const dir = await mkdtemp(join(tmpdir(), "release-bench-"));
  const state = join(dir, "state");
  await mkdir(state);
  await copyFile(join(projectDir, "Pulumi.yaml"), join(dir, "Pulumi.yaml"));
  const fileOf = (stack: string): string => join(dir, `Pulumi.${stack}.yaml`);
  for (const name of linked) await symlink(join(projectDir, name), join(dir, name));
  return {
    dir,
    env: { ...process.env, PULUMI_BACKEND_URL: `file://${state}`, PULUMI_CONFIG_PASSPHRASE: "bench" },
    writeStack: (stack, text) => writeFile(fileOf(stack), text),
    async editStack(stack, text) {
      const salt = /^encryptionsalt:.*\n/m.exec(await readFile(fileOf(stack), "utf8"))?.[0] ?? "";
      await writeFile(fileOf(stack), salt + text);
    },
    remove: () => rm(dir, { recursive: true, force: true }),
  };
}
