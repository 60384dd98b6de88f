import { createInterface } from "node:readline/promises";
import { exitCodes, Problem, UsageProblem } from "../errors/problem.ts";
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
  if (!process.stdin.isTTY || output.json) {
    throw new UsageProblem({
      code: "CONFIRMATION_NEEDED",
      what: `${restores ? "a restore of" : "a release to"} ${plan.stack} wants a person's yes, and there is no terminal to ask at`,
      next: restores
        ? "look at what would change, above, then add --yes"
        : "look at the plan (release preview), then add --yes",
    });
  }
  renderer.pause();
  const target = `${restores ? "in" : "to"} ${output.style.bold(plan.stack)}`;
  const answer = await answerTo(`${restores ? "Restore" : "Release"} this ${target}? Type its name to go on: `);
  return answer === plan.stack;
}

/**
 * Whether a person at the terminal says yes.
 * @throws UsageProblem CONFIRMATION_NEEDED without a terminal; Problem CANCELLED
 */
export async function confirm(question: string, output: Output): Promise<boolean> {
  if (!process.stdin.isTTY || output.json) {
    throw new UsageProblem({
      code: "CONFIRMATION_NEEDED",
      what: "this wants a person's yes, and there is no terminal to ask at",
      next: "look at what would change (--dry-run), then add --yes",
    });
  }
  return /^y(es)?$/i.test(await answerTo(`${question} [y/N] `));
}

async function answerTo(question: string): Promise<string> {
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
