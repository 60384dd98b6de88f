import { spawn } from "node:child_process";
import type { Readable, Writable } from "node:stream";
import type { FoundPulumi } from "./find.ts";
import { guardScript } from "./guard.ts";

/** Marks every process of an update, for {@link import("./leftovers.ts")} to find what outlived a kill. */
export const stackVariable = "RELEASE_ENGINE_OF";

export interface CliCall {
  pulumi: FoundPulumi;
  args: readonly string[];
  /** The project's folder. */
  cwd: string;
  env: NodeJS.ProcessEnv;
  /** Aborted: the CLI is told to stop, once; it then finishes its running steps. */
  signal?: AbortSignal;
  /** Written to its stdin, where a secret is not to stand among the arguments. Such a call is not guarded. */
  input?: string;
}

export interface CliEnd {
  /** Null where it was ended by a signal. */
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Characters of each stream that are kept: what a failure is told from stands at the end. */
const kept = 4_000_000;

/** Runs the CLI to its end; never rejects for what it says. */
export async function runCli({ pulumi, args, cwd, env, signal, input }: CliCall): Promise<CliEnd> {
  const call = [...args, "--non-interactive", "--color", "never"];
  const options = { cwd, env: { ...env, ...quiet, ...pulumi.env } };
  // In a session of its own: a terminal's Ctrl-C reaches only this process, which passes it on once.
  const child =
    input === undefined
      ? spawn("/bin/sh", ["-c", guardScript, "release-guard", pulumi.command, ...call], {
          ...options,
          stdio: ["ignore", "pipe", "pipe", "pipe"],
          detached: true,
        })
      : spawn(pulumi.command, call, { ...options, stdio: ["pipe", "pipe", "pipe"] });
  const stop = child.stdio[3] as Writable | undefined;
  // The guard may be gone before it is told.
  stop?.on("error", () => undefined);
  const onAbort = (): void => void stop?.write("stop\n");
  signal?.addEventListener("abort", onAbort, { once: true });
  if (signal?.aborted === true) onAbort();
  child.stdin?.on("error", () => undefined);
  child.stdin?.end(input);
  try {
    const [stdout, stderr] = [tail(child.stdout), tail(child.stderr)];
    const code = await new Promise<number | null>((resolve, reject) => {
      child.on("error", reject);
      child.on("close", resolve);
    });
    return { code, stdout: stdout(), stderr: stderr() };
  } finally {
    signal?.removeEventListener("abort", onAbort);
    stop?.destroy();
  }
}

const quiet = {
  PULUMI_SKIP_UPDATE_CHECK: "true",
  // `--event-log` is one of its flags for those who write tools.
  PULUMI_DEBUG_COMMANDS: "true",
};

function tail(stream: Readable | null): () => string {
  let text = "";
  stream?.setEncoding("utf8").on("data", (chunk: string) => {
    text = (text + chunk).slice(-kept);
  });
  return () => text;
}
