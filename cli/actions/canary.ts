import type { Command } from "commander";
import { exitCodes, UsageProblem, type ExitCode } from "../../errors/problem.ts";
import { readStack } from "../../parameters/stack.ts";
import { refuseToSupersede } from "../../release/approvals/refuse.ts";
import { pauseEdits } from "../../release/canary/edits.ts";
import { recordPlainUps } from "../../release/canary/plainUps.ts";
import { promote, releaseCanary } from "../../release/canary/take.ts";
import { aborted, approveWalk, walk, type WalkOutcome } from "../../release/canary/walk.ts";
import { begun, standingServices, walkedServices, type Walk, type WalkRequest } from "../../release/canary/walking.ts";
import { pastFreezes } from "../../release/check/frozen.ts";
import type { ReleaseContext } from "../../release/context.ts";
import type { ReleasePlan } from "../../release/plan.ts";
import type { ReleaseOutcome } from "../../release/release.ts";
import { standingCanaries, wantedCanary } from "../../release/verbs/canary.ts";
import { approve } from "../confirm.ts";
import { globalOptions } from "../globalOptions.ts";
import { processOutput, type Output } from "../output.ts";
import { tellProposed } from "../proposed.ts";
import { walkLines } from "../renderers/canary.ts";
import { outcomeLines } from "../renderers/outcome.ts";
import type { Renderer } from "../renderers/renderer.ts";
import { openSession, surroundings, type Session } from "../session.ts";
import { exitCodeOf, outcomeJson, requestFrom, type ReleaseOptions } from "./runRelease.ts";
import { withProgress } from "./withProgress.ts";

/** `release up SERVICE=VERSION --canary` */
export async function beginCanary(
  session: Session,
  targets: readonly string[],
  { supersede }: { supersede: boolean },
  command: Command,
  options: ReleaseOptions = command.opts(),
): Promise<void> {
  const { superseded, ...wanted } = wantedCanary(targets, session.stack, supersede);
  refuseToSupersede(superseded, session.stack, options.emergency);
  await walking(session, command, options, wanted, async (state) => {
    const { request, context } = state;
    // All that may be wrong with them is told before anything begins.
    walkedServices(state);
    if (superseded.length === 0) return walk(request, context);
    // The old one goes once the new one may begin.
    const asked = { kind: "canary" as const, services: [...request.versions.keys()] };
    const despite = request.despiteFreeze === undefined ? {} : { despiteFreeze: request.despiteFreeze };
    await pastFreezes(context.cluster, session.stack, { ...asked, ...despite });
    await approveWalk(state);
    const others = standingCanaries(superseded, session.stack);
    const gone = await aborted(
      { ...state, request: { ...request, versions: others } },
      "another version supersedes it",
    );
    return gone.result === "failed" ? gone : walk(request, context, true);
  });
}

export async function nextStep(services: string[], command: Command): Promise<void> {
  await onStanding(services, command, "next", ({ request, context }) => walk(request, context));
}

export async function resumeCanary(services: string[], command: Command): Promise<void> {
  await onStanding(services, command, "standing", async (state) => {
    const { request, context } = state;
    const paused = walkedServices(state).filter(({ service }) => service.release.canary?.paused === true);
    if (paused.length > 0) {
      const names = paused.map(({ service }) => service.name);
      const made = await releaseCanary(state, "resume", pauseEdits(names, false, state.expected));
      if (made.record.result !== "succeeded") return single(made, "standing");
    }
    return walk(request, context, state.approved);
  });
}

export async function pauseCanary(services: string[], command: Command): Promise<void> {
  await onStanding(services, command, "standing", async (state) => {
    const names = [...state.request.versions.keys()];
    const made = await releaseCanary(state, "pause", pauseEdits(names, true, state.expected));
    return single(made, "standing");
  });
}

export async function promoteCanary(services: string[], command: Command): Promise<void> {
  await onStanding(services, command, "next", async (state) => {
    const { request, context } = state;
    const standing = standingServices(readStack(context.location), [...request.versions.keys()]);
    return single(await promote(state, standing), "promoted");
  });
}

export async function abortCanary(services: string[], command: Command): Promise<void> {
  await onStanding(services, command, "standing", async (state) => {
    const { description = "asked for", versions } = state.request;
    const outcome = await aborted(state, description);
    if (outcome.releases.length === 0) throw notReleased([...versions.keys()], readStack(state.context.location).file);
    return { ...outcome, asked: true };
  });
}

/** Nothing was done: what runs has no canary, whatever the stack's file says. */
function notReleased(names: readonly string[], where: string): UsageProblem {
  return new UsageProblem({
    code: "CANARY_NONE",
    what: `${names.join(", ")} ${names.length === 1 ? "has" : "have"} no canary: that of the stack's file does not run`,
    where,
    next: "take it out of the file (releases:current), or pull the commit that has; release status says what runs",
  });
}

function single(made: ReleaseOutcome, result: WalkOutcome["result"]): WalkOutcome {
  const { record } = made;
  const good = record.result === "succeeded";
  const ended = record.result === "cancelled" ? "cancelled" : "failed";
  return { result: good ? result : ended, why: record.reason ?? "", releases: [made], figures: [] };
}

/** What a person asked for is done as asked for, also where it is an abort. */
type Asked = WalkOutcome & { asked?: true };

async function onStanding(
  services: readonly string[],
  command: Command,
  from: WalkRequest["from"],
  work: (state: Walk) => Promise<Asked>,
): Promise<void> {
  const session = openSession(globalOptions(command));
  const wanted = { versions: standingCanaries(services, session.stack), from };
  await walking(session, command, command.opts(), wanted, work);
}

async function walking(
  session: Session,
  command: Command,
  options: ReleaseOptions,
  wanted: Pick<WalkRequest, "versions" | "from">,
  work: (state: Walk) => Promise<Asked>,
): Promise<void> {
  const output = processOutput(globalOptions(command));
  const request: WalkRequest = { ...requestFrom(options), ...wanted };
  const ask = (renderer: Renderer) => (plan: ReleasePlan) => approve(plan, output, renderer, options.yes === true);
  const walked = withProgress(session, output, ask, async (context: ReleaseContext) => {
    for (const line of surroundings(session, context.engine)) output.say(output.style.dim(line));
    const state = begun(request, context);
    await recordPlainUps(state.expected, context);
    return work(state);
  });
  const outcome = await walked.catch((error: unknown) => tellProposed(error, output));
  if (typeof outcome === "number") {
    process.exitCode = outcome;
    return;
  }
  tell(outcome, wanted.versions, output);
  process.exitCode = exitCodeOfWalk(outcome);
}

function tell(outcome: WalkOutcome, versions: ReadonlyMap<string, string>, output: Output): void {
  const names = [...versions].map(([name, version]) => `${name} ${version}`);
  const last = outcome.releases.at(-1);
  const failed = outcome.result === "failed" && last !== undefined;
  const lines = failed ? outcomeLines(last, output.style) : walkLines(outcome, names, output.style);
  const { result, why, figures, releases } = outcome;
  output.result(lines, { result, why, figures, releases: releases.map(outcomeJson) });
}

/** docs/exit-codes.md */
function exitCodeOfWalk({ result, releases, asked }: Asked): ExitCode {
  const last = releases.at(-1);
  switch (result) {
    case "promoted":
    case "standing":
      return exitCodes.done;
    case "aborted":
      return asked === true ? exitCodes.done : exitCodes.rolledBack;
    case "left":
      return exitCodes.locked;
    case "inconclusive":
    case "cancelled":
      return exitCodes.interrupted;
    case "failed":
      return last === undefined ? exitCodes.notRolledBack : exitCodeOf(last);
  }
}
