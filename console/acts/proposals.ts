import type { Actor, StackCommand } from "./command.ts";
import { run, saidIn, type Said } from "./printed.ts";

/** `release proposals`, `approve ID` or `withdraw ID`, as that person: who may what is the command's own to know. */
export async function askProposals(
  words: readonly string[],
  command: StackCommand,
  actor: Actor,
  signal: AbortSignal,
): Promise<Said> {
  return saidIn(await run(command, words, actor, signal));
}
