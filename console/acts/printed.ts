import { execFile } from "node:child_process";
import { isPlainObject } from "../../components/config/layers.ts";
import type { ApiProblem } from "../api/problem.ts";
import { commandLine, environmentOf, type Actor, type StackCommand } from "./command.ts";
import { parsed, toldBy, type Told } from "./told.ts";

/** Who asks Pulumi asks the cluster; longer than that nobody waits. ms */
const longestMs = 180_000;

/** What the command printed. */
export interface Printed {
  stdout: string;
  stderr: string;
}

/** The same, as it is meant. */
export interface Said {
  /** The result; absent where there is none. */
  value?: Record<string, unknown>;
  told: Told[];
  /** Why there is none. */
  problem?: ApiProblem;
}

/** Runs the command to its end, and answers with what it printed: however it ends, that says why. */
export function run(
  command: StackCommand,
  words: readonly string[],
  actor: Actor,
  signal: AbortSignal,
): Promise<Printed> {
  const [file, ...args] = commandLine(command, [...words, "--json"], actor);
  const options = { env: environmentOf(command, actor), signal, timeout: longestMs, maxBuffer: 1 << 27 };
  return new Promise((resolve) => {
    const child = execFile(file, args, options, (_error, stdout, stderr) => {
      resolve({ stdout, stderr });
    });
    child.stdin?.end();
  });
}

/** Pure. */
export function saidIn({ stdout, stderr }: Printed): Said {
  const told = stderr.split("\n").flatMap((line) => toldBy(line) ?? []);
  const problem = told.flatMap((one) => ("problem" in one ? one.problem : [])).at(-1);
  const value = parsed(stdout);
  return {
    ...(isPlainObject(value) ? { value } : {}),
    told,
    ...(problem === undefined ? {} : { problem }),
  };
}
