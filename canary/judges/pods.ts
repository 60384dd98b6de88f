import { newContainers } from "../../rollout/causes/containers.ts";
import { contextOf, type RolloutContext } from "../../rollout/causes/context.ts";
import { crash } from "../../rollout/causes/crash.ts";
import { isComplete } from "../../rollout/counts.ts";
import { limitsOf } from "../../rollout/patience.ts";
import { remember } from "../../rollout/seen.ts";
import { nameOf, restartsOfHealthyPods, type RolloutSnapshot, type RolloutStart } from "../../rollout/snapshot.ts";
import { status } from "../../rollout/status.ts";
import type { Cause, CauseCode } from "../../rollout/verdict.ts";
import type { Judgement } from "../check.ts";
import { crashAlike, crashesSince, isCrash, restartsOf, type Crashes, type Restarts } from "./crashes.ts";

/** What the canary's pods look like now, and the stable ones; undefined before the first look. */
export type PodsJudge = (
  snapshot: RolloutSnapshot | undefined,
  trouble: string | undefined,
  now: number,
  stable?: RolloutSnapshot,
) => Judgement;

/** Why a pod has no place: once all had theirs, the cluster is full, by an autoscaler at peak or a drain, and the version good. */
const noRoom: readonly CauseCode[] = ["Unschedulable", "QuotaExceeded", "VolumeNotBound", "VolumeNotMounted"];

/** What one look knows of the step before it. */
interface Known {
  start: RolloutStart;
  /** All pods of the canary were available once in this step. */
  wasComplete: boolean;
  /** Crashes of both tracks in the same time. */
  crashes: { canary: Crashes; stable: Crashes } | undefined;
}

/**
 * Judges the canary's pods as a rollout is judged: doomed is bad at once, whatever else is good, unless the stable pods
 * crash alike, or there is no room for one more. What has restarted since, and serves again, is no pass; twice is bad.
 */
export function podsJudge(since: number): PodsJudge {
  let start: RolloutStart = { at: since, restarts: new Map() };
  let begun: Restarts | undefined;
  let stableBegun: Restarts | undefined;
  let wasComplete = false;
  let found: Judgement | undefined;
  return (snapshot, trouble, now, stable) => {
    if (found !== undefined) return found;
    if (stable !== undefined) stableBegun ??= restartsOf(stable);
    if (snapshot === undefined) {
      return { verdict: "unsure", message: trouble === undefined ? "not seen yet" : unseen(trouble) };
    }
    if (begun === undefined) start = { ...start, restarts: restartsOfHealthyPods(snapshot) };
    begun ??= restartsOf(snapshot);
    start = { ...start, seen: remember(start.seen, snapshot, now) };
    wasComplete ||= isComplete(snapshot);
    const crashes =
      stable === undefined || stableBegun === undefined
        ? undefined
        : { canary: crashesSince(begun, snapshot, now), stable: crashesSince(stableBegun, stable, now) };
    const judged = judgement(snapshot, { start, wasComplete, crashes }, now);
    if (judged.verdict === "bad") found = judged;
    return trouble === undefined || judged.verdict === "bad" ? judged : { verdict: "unsure", message: unseen(trouble) };
  };
}

function judgement(snapshot: RolloutSnapshot, known: Known, now: number): Judgement {
  // A step has no deadline of its own: a person may think it over for days.
  const limits = limitsOf(snapshot, Infinity);
  const { phase, message, cause } = status(snapshot, limits, now, known.start);
  if (phase === "failed" || phase === "timedOut") return doomed(message, cause, known);
  if (phase === "progressing") return { verdict: "unsure", message };
  const context = contextOf(snapshot, limits, now, known.start);
  const crashed = crash(context);
  return crashed === undefined ? serving(message, context) : doomed(crashed.message, crashed, known);
}

function doomed(message: string, cause: Cause | undefined, { wasComplete, crashes }: Known): Judgement {
  if (cause === undefined) return { verdict: "bad", message };
  if (wasComplete && noRoom.includes(cause.code)) {
    return {
      verdict: "unsure",
      message: `${message}; all pods were available before, so it is no fault of the version`,
    };
  }
  if (crashes === undefined || !isCrash(cause.code) || !crashAlike(crashes.canary, crashes.stable)) {
    return { verdict: "bad", message };
  }
  const { canary, stable } = crashes;
  return {
    verdict: "unsure",
    message: `${message}; the stable pods crash alike: canary ${told(canary)}, stable ${told(stable)}`,
  };
}

/** `4 times in 2 pods` */
function told({ crashes, pods }: Crashes): string {
  return `${times(crashes)} in ${pods === 1 ? "1 pod" : `${pods} pods`}`;
}

function times(crashes: number): string {
  return crashes === 1 ? "once" : `${crashes} times`;
}

/** All are available: what was restarted once meanwhile may have been a mishap, and is no pass. */
function serving(message: string, context: RolloutContext): Judgement {
  const restarted = newContainers(context).filter(({ crashes }) => crashes > 0);
  if (restarted.length === 0) return { verdict: "good", message };
  const names = restarted.map(({ name, pod, crashes, lastEnd }) => {
    const code = lastEnd === undefined ? "" : ` (exit code ${lastEnd.exitCode})`;
    return `container ${name} of pod ${nameOf(pod)} was restarted ${times(crashes)}${code}`;
  });
  return { verdict: "unsure", message: `${message}, but ${names.join(", ")}` };
}

function unseen(trouble: string): string {
  return `the API server does not answer (${trouble})`;
}
