import type { ReleaseRequest } from "../../release/context.ts";
import type { ReleasePlan } from "../../release/plan.ts";
import { refuseOtherPlan } from "../../release/shownPlan.ts";
import { release, type ReleaseOutcome } from "../../release/release.ts";
import { exitCodes, UsageProblem, type ExitCode } from "../../errors/problem.ts";
import type { Removal } from "../../release/removal.ts";
import { approve, askRemoval, canAsk } from "../confirm.ts";
import { endsInPlainUp } from "../deployment.ts";
import type { Output } from "../output.ts";
import { outcomeLines } from "../renderers/outcome.ts";
import type { Renderer } from "../renderers/renderer.ts";
import { tellProposed } from "../proposed.ts";
import { surroundings, type Session } from "../session.ts";
import { withProgress } from "./withProgress.ts";

/** Options of every verb that releases. */
export interface ReleaseOptions {
  message?: string;
  yes?: boolean;
  /** commander's `--no-restore` */
  restore?: boolean;
  /** `90s`, `5m` */
  timeout?: string;
  /** `20m`; true for `--wait` alone. */
  wait?: string | true;
  force?: boolean;
  despiteFreeze?: string;
  emergency?: string;
  /** Of `release up`: the proposal that is carried out. */
  proposal?: string;
  skipJobs?: boolean;
  forceRestore?: boolean;
  commit?: boolean;
  push?: boolean;
  keepDrift?: string[];
  emptyVolume?: string[];
  /** The digest of the plan that was shown. */
  plan?: string;
}

/**
 * Runs one release with its progress on screen; returns the exit code.
 * @param leaving services that may leave the stack without being named: others have seen that they do
 */
export async function runRelease(
  session: Session,
  request: Pick<ReleaseRequest, "kind" | "edits" | "remove" | "withData" | "of">,
  options: ReleaseOptions,
  output: Output,
  leaving: readonly string[] = [],
): Promise<ExitCode> {
  const asked = requestFrom(options);
  const ask = (renderer: Renderer) => (plan: ReleasePlan) => {
    if (options.plan !== undefined) refuseOtherPlan(plan, options.plan);
    return approve(plan, output, renderer, options.yes === true);
  };
  const released = withProgress(session, output, ask, (bare, renderer) => {
    const asks = options.yes !== true && canAsk(output);
    const approveRemoval = async (removals: readonly Removal[]) =>
      removals.every(({ service }) => leaving.includes(service)) ||
      (asks && (await askRemoval(removals, output, renderer)));
    const context = asks || leaving.length > 0 ? { ...bare, approveRemoval } : bare;
    for (const line of surroundings(session, context.engine)) output.say(output.style.dim(line));
    return release(
      {
        ...request,
        ...(endsInPlainUp(process.env) ? { allOrNothing: true } : {}),
        ...asked,
      },
      context,
    );
  });
  const outcome = await released.catch((error: unknown) => tellProposed(error, output));
  if (typeof outcome === "number") return outcome;
  output.result(outcomeLines(outcome, output.style), outcomeJson(outcome));
  return exitCodeOf(outcome);
}

/** What the options of every verb ask of a release. @throws UsageProblem TIMEOUT_MALFORMED, REASON_MISSING */
export function requestFrom(options: ReleaseOptions): Omit<ReleaseRequest, "kind" | "edits"> {
  if (options.emergency?.trim() === "") {
    throw new UsageProblem({
      code: "REASON_MISSING",
      what: "--emergency wants a reason",
      next: 'e.g. --emergency "the shop is down, and ben does not answer"',
    });
  }
  return {
    ...(options.message === undefined ? {} : { description: options.message }),
    ...(options.timeout === undefined ? {} : { timeoutSeconds: seconds("--timeout", options.timeout) }),
    ...(options.wait === undefined ? {} : { waitSeconds: waitSeconds(options.wait) }),
    ...(options.despiteFreeze === undefined ? {} : { despiteFreeze: options.despiteFreeze }),
    ...(options.emergency === undefined ? {} : { emergency: options.emergency }),
    ...(options.proposal === undefined ? {} : { proposal: options.proposal }),
    restore: options.restore !== false,
    force: options.force === true,
    skipJobs: options.skipJobs === true,
    forceRestore: options.forceRestore === true,
    commit: options.commit === true || options.push === true,
    ...(options.push === true ? { push: true } : {}),
    keepDrift: options.keepDrift ?? [],
    emptyVolumes: options.emptyVolume ?? [],
  };
}

function waitSeconds(wait: string | true): number {
  return wait === true ? 1800 : seconds("--wait", wait);
}

/** @throws UsageProblem TIMEOUT_MALFORMED */
export function seconds(option: string, text: string): number {
  const match = /^(\d+)(s|m|h)$/.exec(text);
  const amount = Number(match?.[1]) * { s: 1, m: 60, h: 3600 }[(match?.[2] ?? "s") as "s" | "m" | "h"];
  if (amount > 0) return amount;
  throw new UsageProblem({
    code: "TIMEOUT_MALFORMED",
    what: `${option} ${text} is no time above 0`,
    next: `e.g. ${option} 90s, 5m or 1h`,
  });
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
