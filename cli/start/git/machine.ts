import { execFile } from "node:child_process";
import { chmod, copyFile, mkdir, rm, writeFile } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { promisify } from "node:util";
import { labPaths } from "../../../lab/paths.ts";
import { unpackBaseImage } from "./baseImage.ts";

const run = promisify(execFile);

/** Where all of the story is, below `.pulumi` of this checkout: so its program finds this checkout's packages. */
export interface Machine {
  folder: string;
  /** The environment of pipelines and of `release watch`: nothing of the person's own. */
  env: NodeJS.ProcessEnv;
  kubeconfig: string;
  /** Runs git in the name of a person. */
  git: (at: string, person: string, ...args: string[]) => Promise<string>;
}

/** Begins anew: what an earlier story left goes. */
export async function makeMachine(checkout: string, kubeconfig: string): Promise<Machine> {
  const folder = join(checkout, ".pulumi", "start-git");
  await rm(folder, { recursive: true, force: true });
  const [bin, home, base] = [join(folder, "bin"), join(folder, "home"), join(folder, "base")];
  for (const one of [bin, home, join(folder, "state")]) await mkdir(one, { recursive: true });
  await unpackBaseImage(base);
  await copyFile(kubeconfig, join(folder, "kubeconfig"));
  await chmod(join(folder, "kubeconfig"), 0o600);
  // As a pipeline has it: git knows nobody's name, and `release set` commits in the name of who started it.
  await writeFile(join(home, ".gitconfig"), "[user]\n\tuseConfigOnly = true\n");
  const command = async (name: string, text: string): Promise<void> => {
    await writeFile(join(bin, name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
  };
  // `npx release` of the pipelines is this checkout's; docker's part is played by a script of ours.
  await command("npx", `shift; exec "${process.execPath}" "${join(checkout, "cli/release.mjs")}" "$@"`);
  await command("docker", `exec "${process.execPath}" "${join(import.meta.dirname, "docker.ts")}" "$@"`);
  const env = {
    PATH: [bin, dirname(process.execPath), process.env.PATH ?? ""].join(delimiter),
    HOME: home,
    BASE_IMAGE: base,
    CI: "true",
    // npm asks nobody: these repositories have no packages.
    ...{ npm_config_offline: "true", npm_config_audit: "false", npm_config_fund: "false" },
    PULUMI_CONFIG_PASSPHRASE: "",
    // Where the lab's Pulumi is.
    XDG_CACHE_HOME: dirname(labPaths().cache),
  };
  return {
    folder,
    env,
    kubeconfig: join(folder, "kubeconfig"),
    async git(at, person, ...args) {
      const email = `${person.toLowerCase()}@example.invalid`;
      const author = { GIT_AUTHOR_NAME: person, GIT_AUTHOR_EMAIL: email };
      const committer = { GIT_COMMITTER_NAME: person, GIT_COMMITTER_EMAIL: email };
      return (await run("git", args, { cwd: at, env: { ...env, ...author, ...committer } })).stdout.trim();
    },
  };
}
