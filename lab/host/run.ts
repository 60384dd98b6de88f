import { spawn } from "node:child_process";
import { exitCodes, Problem } from "../../errors/problem.ts";

export interface RunOptions {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  input?: string;
  /** Called with each line of both outputs while the command runs. */
  onLine?: (line: string) => void;
}

/**
 * Runs a command to its end and returns what it printed on stdout.
 * @throws Problem LAB_COMMAND_FAILED with the last lines of its stderr, LAB_COMMAND_MISSING
 */
export function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: options.cwd, env: options.env ?? process.env, stdio: "pipe" });
    let stdout = "";
    let stderr = "";
    const lines = (text: string): void => {
      if (options.onLine !== undefined) text.split("\n").filter(Boolean).forEach(options.onLine);
    };
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
      lines(text);
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
      lines(text);
    });
    child.stdin.on("error", () => undefined); // a command may end without reading all of its input
    child.stdin.end(options.input ?? "");
    child.on("error", (cause) => {
      reject(missing(command, cause));
    });
    child.on("close", (code, signal) => {
      if (code === 0) resolve(stdout);
      else reject(failed([command, ...args], signal ?? `exit code ${String(code)}`, stderr || stdout));
    });
  });
}

/** Runs a command and tells whether it succeeded. */
export async function succeeds(command: string, args: readonly string[]): Promise<boolean> {
  try {
    await run(command, args);
    return true;
  } catch {
    return false;
  }
}

function failed(command: string[], how: string, output: string): Problem {
  return new Problem({
    code: "LAB_COMMAND_FAILED",
    what: `${command[0] ?? ""} failed (${how})`,
    where: command.join(" "),
    details: output.trimEnd().split("\n").slice(-8),
    exitCode: exitCodes.unreachable,
  });
}

function missing(command: string, cause: Error): Problem {
  return new Problem({
    code: "LAB_COMMAND_MISSING",
    what: `${command} cannot be started: ${cause.message}`,
    exitCode: exitCodes.unreachable,
    cause,
  });
}
