import { spawn } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { labPaths } from "../../../lab/paths.ts";

const root = resolve(import.meta.dirname, "../../..");

export interface Ran {
  code: number | null;
  /** Both streams. */
  text: string;
}

/** The package as a user gets it, in a folder with nothing of this checkout in it. */
export interface Installed {
  /** The user's folder. */
  directory: string;
  env: NodeJS.ProcessEnv;
  /** Bytes of the tarball. */
  size: number;
  /** What is in the tarball. */
  files: string[];
  run(command: string, args: readonly string[], options?: { cwd?: string; env?: NodeJS.ProcessEnv }): Promise<Ran>;
}

/** Packs the package and installs it by npm's ordinary client into an empty folder, another HOME beside it. */
export async function installed(): Promise<Installed> {
  const base = mkdtempSync(join(tmpdir(), "release-package-"));
  const [directory, home] = ["site", "home"].map((name) => join(base, name)) as [string, string];
  for (const folder of [directory, home]) mkdirSync(folder);
  const kubeconfig = join(base, "kubeconfig");
  copyFileSync(labPaths().kubeconfig, kubeconfig);
  const cache = (await run("npm", ["config", "get", "cache"], root, process.env)).text.trim();
  const env = {
    ...process.env,
    ...{ HOME: home, npm_config_cache: cache, XDG_CACHE_HOME: resolve(labPaths().cache, "..") },
    ...{ KUBECONFIG: kubeconfig, PULUMI_CONFIG_PASSPHRASE: "a test's", RELEASE_OPERATOR: "ada" },
  };
  const packed = await must("npm", ["pack", "--json", "--silent", "--pack-destination", base], root, process.env);
  const [{ filename, size, files }] = JSON.parse(packed.slice(packed.indexOf("[\n"))) as [
    { filename: string; size: number; files: { path: string }[] },
  ];
  await must("npm", ["install", `../${filename}`, "--prefer-offline", "--no-audit"], directory, env);
  return {
    directory,
    env,
    size,
    files: files.map(({ path }) => path),
    run: (command, args, { cwd = directory, env: more = {} } = {}) => run(command, args, cwd, { ...env, ...more }),
  };
}

async function must(command: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv): Promise<string> {
  const { code, text } = await run(command, args, cwd, env);
  if (code !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${code}:\n${text}`);
  return text;
}

function run(command: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv): Promise<Ran> {
  return new Promise((done, fail) => {
    const child = spawn(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
    let text = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (more: string) => {
        text += more;
      });
    }
    child.on("error", fail);
    child.on("close", (code) => {
      done({ code, text });
    });
  });
}
