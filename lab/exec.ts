import { spawn, type StdioOptions } from "node:child_process";
import { existsSync } from "node:fs";
import { constants } from "node:os";
import { dirname } from "node:path";
import { UnreachableProblem } from "../errors/problem.ts";
import { joinCgroup, labCgroups } from "./host/cgroup.ts";
import { requireRoot } from "./host/requirements.ts";
import { labPaths, type LabPaths } from "./paths.ts";

export interface LabExecOptions {
  paths?: LabPaths;
  /** As for node's spawn; default `inherit`. */
  stdio?: StdioOptions;
  /** Added to our own environment. */
  env?: Record<string, string>;
  signal?: AbortSignal;
}

/** A command line as it runs inside the lab's network namespace: for those who spawn it themselves. */
export async function insideLab(
  command: readonly string[],
  paths: LabPaths = labPaths(),
): Promise<{ command: string; args: string[]; env: NodeJS.ProcessEnv }> {
  requireRoot("npm run lab -- exec");
  if (!existsSync(paths.netns)) {
    throw new UnreachableProblem({ code: "LAB_DOWN", what: "the lab is not running", next: "npm run lab -- up" });
  }
  const join = joinCgroup(await labCgroups(paths.name), "exec");
  return {
    command: "sh",
    args: ["-c", `${join} && exec nsenter --net='${paths.netns}' "$@"`, "sh", ...command],
    env: {
      ...process.env,
      KUBECONFIG: paths.insideKubeconfig,
      PATH: `${dirname(paths.kubectl)}:${process.env.PATH ?? ""}`,
    },
  };
}

/** Runs a command inside the lab's network namespace, with `kubectl` on its PATH. @returns its exit code */
export async function labExec(command: readonly string[], options: LabExecOptions = {}): Promise<number> {
  const inside = await insideLab(command, options.paths);
  const child = spawn(inside.command, inside.args, {
    stdio: options.stdio ?? "inherit",
    env: { ...inside.env, ...options.env },
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
  // A terminal's Ctrl-C reaches the command too: how it ends is its own affair, and we end after it.
  const ignore = (): void => undefined;
  const pass = (): void => void child.kill("SIGTERM");
  process.on("SIGINT", ignore).on("SIGTERM", pass);
  try {
    return await new Promise((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (code, signal) => {
        resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
      });
    });
  } finally {
    process.off("SIGINT", ignore).off("SIGTERM", pass);
  }
}
