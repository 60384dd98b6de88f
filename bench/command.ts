import { spawn } from "node:child_process";
import { exitCodes, Problem } from "../errors/problem.ts";

export interface CommandOptions {
  env?: NodeJS.ProcessEnv;
  /** Exit codes that are no failure; default 0 alone. */
  expected?: readonly number[];
  /** Stops it early, with SIGTERM. */
  signal: AbortSignal;
  /** It is stopped after this time, in s; default 300. */
  timeoutSeconds?: number;
}

export interface CommandEnd {
  /** From start to exit, in s. */
  seconds: number;
  stdout: string;
  stderr: string;
}

const killDelayMs = 20_000;

/**
 * Runs a command to its end and takes its time.
 * @throws Problem BENCH_COMMAND_FAILED with the last lines it printed, BENCH_COMMAND_SLOW, BENCH_CANCELLED
 */
export async function timedCommand(
  command: string,
  args: readonly string[],
  { env = process.env, expected = [0], signal, timeoutSeconds = 300 }: CommandOptions,
): Promise<CommandEnd> {
  const isCancelled = () => signal.aborted;
  if (isCancelled()) throw cancelled();
  const start = performance.now();
  const timeout = AbortSignal.timeout(timeoutSeconds * 1000);
  const stop = AbortSignal.any([signal, timeout]);
  // In a group of its own: Ctrl-C reaches it through us only, once.
  const child = spawn(command, args, { env, stdio: ["ignore", "pipe", "pipe"], detached: true });
  const end = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => (end.stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (end.stderr += text));
  const onStop = (): void => {
    child.kill("SIGTERM");
    setTimeout(() => child.kill("SIGKILL"), killDelayMs).unref();
  };
  stop.addEventListener("abort", onStop);
  try {
    const code = await new Promise<number>((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (exitCode) => {
        resolve(exitCode ?? -1);
      });
    });
    const seconds = (performance.now() - start) / 1000;
    if (isCancelled()) throw cancelled();
    if (timeout.aborted)
      throw failed("BENCH_COMMAND_SLOW", `took longer than ${timeoutSeconds} s`, [command, ...args], end);
    if (!expected.includes(code))
      throw failed("BENCH_COMMAND_FAILED", `ended with exit code ${code}`, [command, ...args], end);
    return { seconds, ...end };
  } finally {
    stop.removeEventListener("abort", onStop);
  }
}

function failed(code: string, how: string, words: string[], { stdout, stderr }: Pick<CommandEnd, "stdout" | "stderr">) {
  const lines = `${stderr}\n${stdout}`.split("\n").filter((line) => line.trim() !== "");
  return new Problem({
    code,
    what: `a command that is measured ${how}`,
    where: words.join(" "),
    details: lines.slice(-8),
    exitCode: exitCodes.rolledBack,
  });
}

export function cancelled(): Problem {
  return new Problem({
    code: "BENCH_CANCELLED",
    what: "stopped before all was measured",
    exitCode: exitCodes.interrupted,
  });
}
