import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { createRequire } from "node:module";
import { Socket } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { UsageProblem } from "../../../errors/problem.ts";
import { followedVariable } from "../../hooks/followed.ts";
import { omit } from "./propertyValue.ts";
import type { Project } from "./project.ts";
import type { ProgramConfig } from "./stackConfig.ts";

export interface ProgramOptions {
  project: Project;
  stack: string;
  /** gRPC address of both services. */
  address: string;
  env: NodeJS.ProcessEnv;
  /** A line the program wrote. */
  line: (text: string, stream: "stdout" | "stderr") => void;
}

export interface Program {
  /** Of its process; undefined where it could not be started. */
  pid: number | undefined;
  /** Resolves when it has ended: its exit code, or -1 after a signal. */
  ended: Promise<number>;
  /** Hands over the configuration: until then the program only loads. */
  start(config: ProgramConfig, dryRun: boolean): void;
  stop(): void;
}

/** Operations under way at once, as far as the program's dependencies allow. */
const parallel = 64;
const killDelayMs = 2_000;
/** Of a program's memory most is garbage that waits: with a small nursery, in MB, hundreds of resources take half as much. */
const nursery = "--max-semi-space-size=32";
const entry = join(import.meta.dirname, "programEntry.mjs");

function runEntry(project: Project): string {
  try {
    return createRequire(join(project.dir, "package.json")).resolve("@pulumi/pulumi/cmd/run/index.js");
  } catch (cause) {
    throw new UsageProblem({
      code: "SDK_MISSING",
      what: "the project has no @pulumi/pulumi",
      where: project.dir,
      next: "npm ci",
      cause,
    });
  }
}

/** Neither the passphrase nor what only concerns this process. */
function programEnv(env: NodeJS.ProcessEnv, project: Project): NodeJS.ProcessEnv {
  const passed = omit(env, "PULUMI_CONFIG_PASSPHRASE", "PULUMI_CONFIG_PASSPHRASE_FILE");
  return {
    [followedVariable]: "true",
    NODE_COMPILE_CACHE: join(project.dir, "node_modules", ".cache", "compile"),
    ...passed,
  };
}

/**
 * Starts the unchanged program as Pulumi's language host does. Its configuration follows over a channel of its own:
 * so it can load while secrets are still being decrypted, and they stand in no argument and no environment.
 * @throws UsageProblem SDK_MISSING.
 */
export function startProgram({ project, stack, address, env, line }: ProgramOptions): Program {
  const flags = [
    "--organization",
    "organization",
    "--project",
    project.name,
    "--stack",
    stack,
    "--root-directory",
    project.dir,
  ];
  const running = ["--parallel", String(parallel), "--pwd", project.dir, "--monitor", address, "--engine", address];
  const args = [nursery, ...project.nodeArgs, entry, runEntry(project), ...flags, ...running, project.main];
  // Not in our process group: Ctrl-C at the terminal ends the run first, and the run the program.
  const child = spawn(process.execPath, args, {
    cwd: project.dir,
    env: programEnv(env, project),
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    detached: true,
  });
  forward(child, line);
  // Loaded ahead and not used: no reason to stay. It ends with its channel to us.
  child.unref();
  child.channel?.unref();
  const ended = new Promise<number>((resolve) => {
    child.once("error", (error) => {
      line(error.message, "stderr");
      resolve(-1);
    });
    child.once("close", (code) => {
      resolve(code ?? -1);
    });
  });
  return {
    pid: child.pid,
    ended,
    start: ({ values, secretKeys }, dryRun) => {
      const config = { PULUMI_CONFIG: JSON.stringify(values), PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(secretKeys) };
      // It may have ended already; `ended` tells.
      child.send({ env: config, flags: dryRun ? ["--dry-run"] : [] }, () => undefined);
    },
    stop: () => {
      child.kill("SIGTERM");
      setTimeout(() => child.kill("SIGKILL"), killDelayMs).unref();
    },
  };
}

function forward(child: ChildProcess, line: ProgramOptions["line"]): void {
  for (const stream of ["stdout", "stderr"] as const) {
    const input = child[stream];
    if (input === null) continue;
    if (input instanceof Socket) input.unref();
    createInterface({ input }).on("line", (text) => {
      line(text, stream);
    });
  }
}
