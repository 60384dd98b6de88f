import type { ReleaseRequest } from "../../release/context.ts";
import { release, type ReleaseOutcome } from "../../release/release.ts";
import { exitCodes, type ExitCode } from "../../errors/problem.ts";
import { approve } from "../confirm.ts";
import { interruptible } from "../interrupt.ts";
import type { Output } from "../output.ts";
import { outcomeLines } from "../renderers/outcome.ts";
import { releaseContext, surroundings, type Session } from "../session.ts";

/** Options of every verb that releases. */
export interface ReleaseOptions {
  message?: string;
  yes?: boolean;
  /** commander's `--no-restore` */
  restore?: boolean;
  force?: boolean;
  commit?: boolean;
}

/** Runs one release with its progress on screen; returns the exit code. */
export async function runRelease(
  session: Session,
  request: Pick<ReleaseRequest, "kind" | "edits" | "of">,
  options: ReleaseOptions,
  output: Output,
): Promise<ExitCode> {
  const renderer = output.renderer();
  const interrupt = interruptible(output);
  try {
    const context = await releaseContext(session, {
      emit: (event) => {
        renderer.event(event);
      },
      signal: interrupt.signal,
      approve: (plan) => approve(plan, output, renderer, options.yes === true),
    });
    for (const line of surroundings(session, context.engine)) output.say(output.style.dim(line));
    const outcome = await release(
      {
        ...request,
        ...(options.message === undefined ? {} : { description: options.message }),
        restore: options.restore !== false,
        force: options.force === true,
        commit: options.commit === true,
      },
      context,
    );
    renderer.end();
    output.result(outcomeLines(outcome, output.style), outcomeJson(outcome));
    return exitCodeOf(outcome);
  } finally {
    renderer.end();
    interrupt.end();
  }
}

export function outcomeJson(outcome: ReleaseOutcome): unknown {
  return { changed: outcome.changed, release: outcome.record, ...(outcome.restore && { restore: outcome.restore }) };
}

export function exitCodeOf({ record }: ReleaseOutcome): ExitCode {
  switch (record.result) {
    case "succeeded":
      return exitCodes.done;
    case "rolled back":
      return exitCodes.rolledBack;
    case "cancelled":
    case "interrupted":
      return exitCodes.interrupted;
    case "failed":
    case "rollback failed":
    case "running":
      return exitCodes.notRolledBack;
  }
}
