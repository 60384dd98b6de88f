import { readStack } from "../../parameters/stack.ts";
import type { ReleaseContext } from "../context.ts";
import type { ReleaseOutcome } from "../release.ts";
import { abort } from "./abort.ts";
import type { Decision } from "./decide.ts";
import { hold } from "./hold.ts";
import { outline } from "./outline.ts";
import { nextStep, standingStep } from "./steps.ts";
import { takeStep, promote } from "./take.ts";
import { newestOf, walkedServices, type Walk, type WalkRequest } from "./walking.ts";

/** How a walk ended, with the releases that it made, in order. */
export interface WalkOutcome {
  /**
   * `failed`: a step's release failed, and was taken back; `standing`: for a person to go on with; `left`: another has
   * taken it on; `cancelled`: Ctrl-C.
   */
  result: "promoted" | "aborted" | "failed" | "standing" | "left" | "cancelled";
  why: string;
  releases: ReleaseOutcome[];
  figures: Walk["figures"];
}

/**
 * Walks canaries through their steps: a release a step, evidence while it stands, and in the end promotion or abort. Each
 * step is in the stack's file and on record, so that anybody can go on from where a walk was left.
 * @throws Problem for all that forbids a step; the canary then stands as it stood
 */
export async function walk(request: WalkRequest, context: ReleaseContext): Promise<WalkOutcome> {
  const walking: Walk = { request, context, since: Date.now(), releases: [], points: [], figures: [] };
  tellOutline(walking);
  let outcome = request.from === "next" ? await takeNext(walking) : undefined;
  while (outcome === undefined) {
    const decision = await watchStep(walking);
    outcome = decision.do === "go" ? await takeNext(walking) : await endBy(decision, walking);
  }
  return outcome;
}

/** What is going to be done, before the first plan. */
function tellOutline(walking: Walk): void {
  const { request, context } = walking;
  const services = walkedServices(walking).map((one) => ({
    ...one,
    version: request.versions.get(one.service.name) ?? "",
  }));
  for (const message of outline(services)) context.emit({ type: "note", at: Date.now(), level: "info", message });
}

/** The next step, or after the last one the promotion; undefined where a step stands now. */
async function takeNext(walking: Walk): Promise<WalkOutcome | undefined> {
  const services = walkedServices(walking);
  const step = nextStep(services);
  const made = step === undefined ? await promote(walking, services) : await takeStep(walking, services, step);
  walking.releases.push(made);
  const { result, reason = "" } = made.record;
  if (result === "cancelled" || result === "interrupted") return ended(walking, "cancelled", reason);
  if (result !== "succeeded") return ended(walking, "failed", reason);
  return step === undefined ? ended(walking, "promoted", evidenceText(walking)) : undefined;
}

/** Watches the step that stands, until it is decided what becomes of it. */
async function watchStep(walking: Walk): Promise<Decision> {
  const { request, context, releases, since } = walking;
  const services = walkedServices(walking);
  const record = releases.at(-1)?.record ?? (await newestOf(request, context));
  const step = Math.max(...services.map(standingStep));
  const { prometheus } = readStack(context.location).config;
  const held = await hold({ services, step, record, prometheus, since }, context);
  walking.points.push(...held.points);
  walking.figures = held.figures;
  return held.decision;
}

async function endBy(decision: Decision, walking: Walk): Promise<WalkOutcome> {
  switch (decision.do) {
    case "abort":
      walking.releases.push(...(await abort(walking, decision.why)));
      return ended(walking, "aborted", decision.why);
    case "left":
      return ended(walking, "left", decision.why);
    default:
      return ended(walking, walking.context.signal.aborted ? "cancelled" : "standing", decision.why);
  }
}

function evidenceText({ figures }: Walk): string {
  return figures.map(({ service, message }) => `${service}: ${message}`).join("; ");
}

function ended({ releases, figures }: Walk, result: WalkOutcome["result"], why: string): WalkOutcome {
  return { result, why, releases, figures };
}
