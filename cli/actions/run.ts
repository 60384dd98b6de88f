import { askUser } from "../../cluster/user.ts";
import type { Command } from "commander";
import { exitCodes, Problem, type ExitCode } from "../../errors/problem.ts";
import { operator } from "../../release/operator.ts";
import type { RunOutcome } from "../../release/run/follow.ts";
import { run } from "../../release/run/run.ts";
import { confirm, needsConfirmation } from "../confirm.ts";
import { globalOptions } from "../globalOptions.ts";
import { interruptible } from "../interrupt.ts";
import { processOutput, type Output } from "../output.ts";
import { runLines } from "../renderers/run.ts";
import { openLook, type Session } from "../session.ts";

export interface RunOptions {
  message?: string;
  despiteFreeze?: string;
  yes?: boolean;
}

/** Runs a schedule's service now; its end decides the exit code. */
export async function runService(service: string, options: RunOptions, command: Command): Promise<void> {
  const session = openLook(globalOptions(command));
  const output = processOutput(globalOptions(command));
  if (options.yes !== true) await askBeforeProd(service, session, output);
  output.say(output.style.dim(`cluster    ${session.clusterReason}`));
  const outcome = await followed(service, options, session, output);
  output.result(runLines(service, outcome, output.style), outcomeJson(outcome));
  process.exitCode = exitCodeOf(outcome);
}

async function followed(
  service: string,
  { message, despiteFreeze }: RunOptions,
  { stack, cluster, records }: Session,
  output: Output,
): Promise<RunOutcome> {
  const renderer = output.renderer();
  const interrupt = interruptible(output, "No longer following.");
  try {
    return await run(
      // A call that is older than a run has asked for that one.
      {
        service,
        since: performance.timeOrigin,
        ...(message === undefined ? {} : { description: message }),
        ...(despiteFreeze === undefined ? {} : { despiteFreeze }),
      },
      {
        ...{ stack, cluster, records, operator: operator(), user: askUser(cluster), signal: interrupt.signal },
        emit: (event) => {
          renderer.event(event);
        },
      },
    );
  } finally {
    renderer.end();
    interrupt.end();
  }
}

/** @throws Problem NOT_APPROVED; UsageProblem CONFIRMATION_NEEDED */
async function askBeforeProd(service: string, { stack }: Session, output: Output): Promise<void> {
  if (!needsConfirmation(stack.name)) return;
  const question = `Run ${output.style.bold(service)} in ${output.style.bold(stack.name)} now?`;
  if (await confirm(question, output, "add --yes")) return;
  throw new Problem({
    code: "NOT_APPROVED",
    what: "the run was not approved; nothing was begun",
    exitCode: exitCodes.interrupted,
  });
}

function outcomeJson({ workload, record, status, joined }: RunOutcome): unknown {
  return { job: workload, joined, status: status ?? null, release: record ?? null };
}

function exitCodeOf({ status }: RunOutcome): ExitCode {
  if (status === undefined) return exitCodes.interrupted;
  return status.phase === "succeeded" ? exitCodes.done : exitCodes.notRolledBack;
}
