import { isPlainObject } from "../../components/config/layers.ts";
import type { ApiProblem } from "../api/problem.ts";
import { commandLine, environmentOf, type Actor, type StackCommand } from "./command.ts";
import { run } from "./plan.ts";
import { toldBy } from "./told.ts";

/** What the command says of proposals, as it prints it. */
export interface SaidOfProposals {
  value?: Record<string, unknown>;
  problem?: ApiProblem;
}

/** `release proposals`, `approve ID` or `withdraw ID`, as that person: who may what is the command's own to know. */
export async function askProposals(
  words: readonly string[],
  command: StackCommand,
  actor: Actor,
  signal: AbortSignal,
): Promise<SaidOfProposals> {
  const line = commandLine(command, [...words, "--json"], actor);
  const { stdout, stderr } = await run(line, environmentOf(command, actor), signal);
  const problem = stderr.split("\n").flatMap((text) => {
    const told = toldBy(text);
    return told !== undefined && "problem" in told ? told.problem : [];
  });
  const value = parsed(stdout);
  return {
    ...(isPlainObject(value) ? { value } : {}),
    ...(problem[0] === undefined ? {} : { problem: problem[0] }),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
