import type { Command } from "commander";
import { UnreachableProblem } from "../../errors/problem.ts";
import { isOf, recordedDrift } from "../../release/drift/plan.ts";
import { serviceNamed } from "../../release/verbs/serviceNamed.ts";
import { driftExitCode, sessionDrift } from "../drift.ts";
import { globalOptions } from "../globalOptions.ts";
import { processOutput, unread, type Output } from "../output.ts";
import { driftLines } from "../renderers/drift.ts";
import { history, openLook, type Session } from "../session.ts";

export interface DriftOptions {
  watch?: boolean;
  /** Seconds. */
  interval: string;
}

/** What is not as it was last applied: once, or whenever that changes. */
export async function showDrift(services: string[], options: DriftOptions, command: Command): Promise<void> {
  const session = openLook(globalOptions(command));
  const output = processOutput(globalOptions(command));
  for (const name of services) serviceNamed(session.stack, name);
  if (options.watch === true) await watch(session, services, output, Math.max(1, Number(options.interval) || 10));
  else {
    const look = await lookAt(session, services, output);
    output.result(look.lines, look.value);
    process.exitCode = look.exitCode;
  }
}

/** Said anew when it is another than before. */
async function watch(session: Session, services: string[], output: Output, seconds: number): Promise<void> {
  let last = "";
  while (!unread.aborted) {
    const { lines, value } = await lookAt(session, services, output).catch((error: unknown) => {
      if (!(error instanceof UnreachableProblem)) throw error;
      return { lines: [error.message], value: { type: "problem", code: error.code, message: error.message } };
    });
    const now = JSON.stringify(value);
    if (now !== last)
      output.next(
        lines.map((line) => `${new Date().toISOString().slice(0, 19)}Z ${line}`),
        value,
      );
    last = now;
    await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  }
}

async function lookAt(session: Session, services: string[], { style }: Output) {
  const found = (await sessionDrift(session, history(session))).filter((object) => isOf(object, services));
  const lines = driftLines(found, style);
  return {
    lines: lines.length > 0 ? [...lines, "  next: release up mends it"] : [style.good("as it was last applied")],
    value: { drift: recordedDrift(found) },
    exitCode: driftExitCode(found),
  };
}
