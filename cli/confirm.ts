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
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await prompt.question(
      `${restores ? "Restore" : "Release"} this ${restores ? "in" : "to"} ${output.style.bold(plan.stack)}? Type its name to go on: `,
    );
    return answer.trim() === plan.stack;
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
