import type { Command } from "commander";
import type { ReleasePlan } from "../../release/plan.ts";
import { currentHolder } from "../../lock/acquire.ts";
import { recover, type Recovery } from "../../release/restore/recover.ts";
import { describeChanges } from "../../records/record.ts";
import { exitCodes, type ExitCode } from "../../errors/problem.ts";
import { approve } from "../confirm.ts";
import { globalOptions } from "../globalOptions.ts";
import { processOutput, type Output } from "../output.ts";
import { resultText } from "../renderers/history.ts";
import type { Renderer } from "../renderers/renderer.ts";
import { neverServedLines } from "../renderers/wayBack.ts";
import { openSession } from "../session.ts";
import { withProgress } from "./withProgress.ts";
import { placeOf } from "../../parameters/stack.ts";

/** Explains and mends what a killed release left behind. */
export async function recoverStack(command: Command): Promise<void> {
  const session = openSession(globalOptions(command));
  const output = processOutput(globalOptions(command));
  const { yes = false, message, of }: { yes?: boolean; message?: string; of?: string } = command.opts();
  const ask = (renderer: Renderer) => (plan: ReleasePlan) => approve(plan, output, renderer, yes);
  const recovery = await withProgress(session, output, ask, (context) => recover(context, { why: message, of }));
  output.result(recoveryLines(recovery, output), recovery);
  process.exitCode = exitCodeOf(recovery);
}

/** Says who is releasing, and takes away the lock of a process that is gone. */
export async function cancel(command: Command): Promise<void> {
  const session = openSession(globalOptions(command));
  const output = processOutput(globalOptions(command));
  const scope = placeOf(session.stack);
  const holder = await currentHolder(session.cluster, scope);
  const engine = await session.engine();
  const state = await engine.lockHolder();
  if (holder?.free === false || state?.stale === false) {
    const who =
      holder?.text ?? `${state?.username ?? "somebody"} on ${state?.hostname ?? "?"}, process ${state?.pid ?? 0}`;
    output.result(
      [`releasing now: ${who}`, "  next: end it there with Ctrl-C; a killed holder frees the lock within 30 s"],
      { releasing: who, mended: [] },
    );
    process.exitCode = exitCodes.locked;
    return;
  }
  const mended = await engine.recover();
  output.result(mended.length > 0 ? mended : ["nobody is releasing, nothing to cancel"], {
    releasing: null,
    mended,
  });
}

function recoveryLines({ mended, finished, restored }: Recovery, { style }: Output): string[] {
  const lines = [
    ...mended,
    ...(finished === undefined
      ? []
      : [`${style.good("finished")}: ${describeChanges(finished.changes)} (${finished.id})`]),
    ...(restored === undefined
      ? []
      : [
          `restore ${resultText(restored.result, style)}: ${describeChanges(restored.changes)} (${restored.id})`,
          ...(restored.result === "succeeded" ? neverServedLines(restored, style) : []),
        ]),
  ];
  return lines.length > 0 ? lines : [style.good("nothing to mend")];
}

function exitCodeOf({ restored }: Recovery): ExitCode {
  const whole = restored === undefined || (restored.result === "succeeded" && restored.left === undefined);
  return whole ? exitCodes.done : exitCodes.notRolledBack;
}
