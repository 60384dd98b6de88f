import { contextOf } from "../../rollout/causes/context.ts";
import { newContainers } from "../../rollout/causes/containers.ts";
import { limitsOf } from "../../rollout/patience.ts";
import { remember } from "../../rollout/seen.ts";
import { nameOf, restartsOfHealthyPods, type RolloutSnapshot, type RolloutStart } from "../../rollout/snapshot.ts";
import { status } from "../../rollout/status.ts";
import type { Judgement } from "../check.ts";

/** What the canary's pods look like now; undefined before the first look. */
export type PodsJudge = (snapshot: RolloutSnapshot | undefined, trouble: string | undefined, now: number) => Judgement;

/**
 * Judges the canary's pods as a rollout is judged: doomed is bad at once, whatever else is good. What has restarted
 * since, and serves again, is no pass.
 */
export function podsJudge(since: number): PodsJudge {
  let start: RolloutStart = { at: since, restarts: new Map() };
  let begun = false;
  let found: Judgement | undefined;
  return (snapshot, trouble, now) => {
    if (found !== undefined) return found;
    if (snapshot === undefined) {
      return { verdict: "unsure", message: trouble === undefined ? "not seen yet" : unseen(trouble) };
    }
    if (!begun) start = { ...start, restarts: restartsOfHealthyPods(snapshot) };
    begun = true;
    start = { ...start, seen: remember(start.seen, snapshot, now) };
    const judged = judgement(snapshot, start, now);
    if (judged.verdict === "bad") found = judged;
    return trouble === undefined || judged.verdict === "bad" ? judged : { verdict: "unsure", message: unseen(trouble) };
  };
}

function judgement(snapshot: RolloutSnapshot, start: RolloutStart, now: number): Judgement {
  // A step has no deadline of its own: a person may think it over for days.
  const limits = limitsOf(snapshot, Infinity);
  const { phase, message } = status(snapshot, limits, now, start);
  if (phase === "failed" || phase === "timedOut") return { verdict: "bad", message };
  if (phase === "progressing") return { verdict: "unsure", message };
  const restarted = newContainers(contextOf(snapshot, limits, now, start)).filter(({ crashes }) => crashes > 0);
  if (restarted.length === 0) return { verdict: "good", message };
  const names = restarted.map(({ name, pod, crashes, lastEnd }) => {
    const times = crashes === 1 ? "once" : `${crashes} times`;
    const code = lastEnd === undefined ? "" : ` (exit code ${lastEnd.exitCode})`;
    return `container ${name} of pod ${nameOf(pod)} was restarted ${times}${code}`;
  });
  return { verdict: "unsure", message: `${message}, but ${names.join(", ")}` };
}

function unseen(trouble: string): string {
  return `the API server does not answer (${trouble})`;
}
