import { isLeaving } from "../../components/objects/canaryPods.ts";
import { Problem } from "../../errors/problem.ts";
import { readStack } from "../../parameters/stack.ts";
import { askApproval, nobody } from "../approval.ts";
import type { ReleaseContext } from "../context.ts";
import type { ReleaseOutcome } from "../release.ts";
import { abort } from "./abort.ts";
import type { Decision } from "./decide.ts";
import { broughtUp, takenOnCode } from "./expected.ts";
import { hold } from "./hold.ts";
import { outline } from "./outline.ts";
import { nextStep, standingStep } from "./steps.ts";
import { promote, releaseCanary, takeStep } from "./take.ts";
import { begun, canaryServices, inVersions, newestOf, walkedServices, type Walk, type WalkRequest } from "./walking.ts";

/** How a walk ended, with the releases that it made, in order. */
export interface WalkOutcome {
  /**
   * `failed`: a step's release failed, and was taken back; `standing`: for a person to go on with; `inconclusive`: the
   * same, for want of evidence; `left`: another has taken it on; `cancelled`: Ctrl-C.
   */
  result: "promoted" | "aborted" | "failed" | "standing" | "inconclusive" | "left" | "cancelled";
  why: string;
  releases: ReleaseOutcome[];
  figures: Walk["figures"];
}

/**
 * Walks canaries through their steps: a release a step, evidence while it stands, and in the end promotion or abort. Each
 * step is in the stack's file and on record, so that anybody can go on from where a walk was left.
 * @param approved whether a person has said yes already
 * @throws Problem for all that forbids a step; the canary then stands as it stood
 */
export async function walk(request: WalkRequest, context: ReleaseContext, approved = false): Promise<WalkOutcome> {
  const walking = { ...begun(request, context), approved };
  try {
    tellOutline(walking);
    let outcome = request.from === "next" ? await takeNext(walking) : await takeUp(walking);
    while (outcome === undefined) {
      const decision = await watchStep(walking);
      outcome = decision.do === "go" ? await takeNext(walking) : await endBy(decision, walking);
    }
    return outcome;
  } catch (error) {
    // Somebody was quicker, once the walk had begun.
    const left = error instanceof Problem && error.code === takenOnCode && walking.releases.length > 0;
    if (left) return ended(walking, "left", error.message);
    throw error;
  }
}

/** What is going to be done, before the first plan. */
function tellOutline(walking: Walk): void {
  const { request, context } = walking;
  const services = walkedServices(walking);
  for (const message of outline(inVersions(services, request.versions)))
    context.emit({ type: "note", at: Date.now(), level: "info", message });
}

/** Goes on from the step that stands: asked for now, and not when its time is over; one that was cut off comes first. */
async function takeUp(walking: Walk): Promise<WalkOutcome | undefined> {
  const { request, context } = walking;
  await approveWalk(walking);
  if (walkedServices(walking).some(({ service }) => isLeaving(service)))
    return aborted(walking, "its abort was cut off");
  const newest = await newestOf(request, context);
  if (newest === undefined || newest.result === "succeeded") return undefined;
  return after(
    walking,
    await releaseCanary(
      walking,
      "step",
      [...request.versions.keys()].map((service) => ({ service })),
    ),
  );
}

/** Asks for the walk as a whole, before what may take its time. @throws Problem NOT_APPROVED */
export async function approveWalk(walking: Walk): Promise<void> {
  const { context, approved } = walking;
  if (approved) return;
  const { project, name: stack } = readStack(context.location);
  const nothing = { services: [], unchanged: [], pending: [], removals: [] };
  await askApproval({ kind: "canary", project, stack, ...nothing }, context, nobody);
  walking.approved = true;
}

/** The next step, or after the last one the promotion; undefined where a step stands now. */
async function takeNext(walking: Walk): Promise<WalkOutcome | undefined> {
  const services = walkedServices(walking);
  if (services.some(({ service }) => isLeaving(service))) return aborted(walking, "its abort was cut off");
  walking.expected = broughtUp(walking.expected, await walking.context.records.list());
  const step = nextStep(services);
  if (step !== undefined) return after(walking, await takeStep(walking, services, step));
  return after(walking, await promote(walking, services)) ?? ended(walking, "promoted", evidenceText(walking));
}

/** How the walk ends with a release that did not succeed; undefined where it goes on. */
function after(walking: Walk, made: ReleaseOutcome): WalkOutcome | undefined {
  walking.releases.push(made);
  const { result, reason = "" } = made.record;
  if (result === "succeeded") return undefined;
  return ended(walking, result === "cancelled" || result === "interrupted" ? "cancelled" : "failed", reason);
}

/** Watches the step that stands, until it is decided what becomes of it. */
async function watchStep(walking: Walk): Promise<Decision> {
  const { request, context, releases, since, expected } = walking;
  const stack = readStack(context.location);
  const services = canaryServices(stack, [...request.versions.keys()]);
  const record = releases.at(-1)?.record ?? (await newestOf(request, context));
  const step = Math.max(...services.map(standingStep));
  const { prometheus } = stack.config;
  const held = await hold({ services, step, record, prometheus, since, expected }, context);
  walking.points.push(...held.points);
  walking.figures = held.figures;
  return held.decision;
}

async function endBy({ do: what, why, inconclusive }: Decision, walking: Walk): Promise<WalkOutcome> {
  if (what === "abort") return aborted(walking, why);
  if (what === "left") return ended(walking, "left", why);
  if (walking.context.signal.aborted) return ended(walking, "cancelled", why);
  return ended(walking, inconclusive === true ? "inconclusive" : "standing", why);
}

/** Aborts, and says how that ended. */
export async function aborted(walking: Walk, why: string): Promise<WalkOutcome> {
  walking.releases.push(...(await abort(walking, why)));
  const failed = walking.releases.find(({ record }) => record.result !== "succeeded");
  return failed === undefined ? ended(walking, "aborted", why) : ended(walking, "failed", failed.record.reason ?? why);
}

function evidenceText({ figures }: Walk): string {
  return figures.map(({ service, message }) => `${service}: ${message}`).join("; ");
}

function ended({ releases, figures }: Walk, result: WalkOutcome["result"], why: string): WalkOutcome {
  return { result, why, releases, figures };
}
