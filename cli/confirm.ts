import { createInterface } from "node:readline/promises";
import { exitCodes, Problem, UsageProblem } from "../errors/problem.ts";
import { removalText, type Removal } from "../release/removal.ts";
import type { ReleasePlan } from "../release/plan.ts";
import type { Renderer } from "./renderers/renderer.ts";
import type { Output } from "./output.ts";

/** Stacks that no release enters unasked. */
export function needsConfirmation(stack: string): boolean {
  return /(^|[-_.])(prod|production|live)([-_.]|$)/i.test(stack);
}

/**
 * Whether the plan, which is on screen, may go ahead: before prod a person is asked.
 * @throws UsageProblem CONFIRMATION_NEEDED without a terminal and without --yes
 */
export async function approve(plan: ReleasePlan, output: Output, renderer: Renderer, yes: boolean): Promise<boolean> {
  const restores = plan.kind === "restore";
  if (yes || !needsConfirmation(plan.stack)) return true;
  if (!canAsk(output)) {
    throw new UsageProblem({
      code: "CONFIRMATION_NEEDED",
      what: `${restores ? "a restore of" : "a release to"} ${plan.stack} wants a person's yes, and there is no terminal to ask at`,
      next: restores
        ? "look at what would change, above, then add --yes"
        : "look at the plan (release preview), then add --yes",
    });
  }
  const question = `${restores ? "Restore" : "Release"} this ${restores ? "in" : "to"} ${output.style.bold(plan.stack)}? Type its name to go on: `;
  return (await ask(question, renderer)) === plan.stack;
}

/** Whether a person is there to ask. */
export function canAsk(output: Output): boolean {
  return process.stdin.isTTY && !output.json;
}

/** Whether services that are gone from the stack's file may leave the cluster. */
export async function askRemoval(removals: readonly Removal[], output: Output, renderer: Renderer): Promise<boolean> {
  const names = removals.map(({ service }) => service).join(" ");
  const lines = removals.map((removal) => `  ${output.style.bad("-")} ${removalText(removal)}\n`).join("");
  const question = `Gone from the stack's file, and now to leave the cluster:\n${lines}Type ${output.style.bold(names)} to remove: `;
  return (await ask(question, renderer)).split(/[\s,]+/).join(" ") === names;
}

/** @throws Problem CANCELLED */
async function ask(question: string, renderer: Renderer): Promise<string> {
  renderer.pause();
  return askLine(question);
}

/**
 * Whether a person at the terminal says yes.
 * @throws UsageProblem CONFIRMATION_NEEDED without a terminal; Problem CANCELLED
 */
export async function confirm(
  question: string,
  output: Output,
  next = "look at what would change (--dry-run), then add --yes",
): Promise<boolean> {
  if (!canAsk(output)) {
    throw new UsageProblem({
      code: "CONFIRMATION_NEEDED",
      what: "this wants a person's yes, and there is no terminal to ask at",
      next,
    });
  }
  return /^y(es)?$/i.test(await askLine(`${question} [y/N] `));
}

/** What a person answers. @throws Problem CANCELLED */
export async function askLine(question: string): Promise<string> {
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return (await prompt.question(question)).trim();
  } catch (cause) {
    // Ctrl-C or Ctrl-D at the question.
    process.stderr.write("\n");
    throw new Problem({
      code: "CANCELLED",
      what: "cancelled before anything was touched",
      exitCode: exitCodes.interrupted,
      cause,
    });
  } finally {
    prompt.close();
  }
}
