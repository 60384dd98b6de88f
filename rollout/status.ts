import type { V1Deployment } from "@kubernetes/client-node";
import { blockedBy, doomedBy } from "./causes.ts";
import { contextOf, type RolloutContext } from "./causes/context.ts";
import { countReplicas, isComplete } from "./counts.ts";
import { deadlineCause, pastDeadline } from "./deadline.ts";
import type { RolloutLimits } from "./limits.ts";
import { isObserved, nameOf, type RolloutSnapshot, type RolloutStart } from "./snapshot.ts";
import type { RolloutCounts, RolloutStatus } from "./verdict.ts";

/**
 * Where a rollout stands: pure (the same objects, limits and time give the same answer) and total (it never throws,
 * however little of the objects is filled). Complete goes before doomed, doomed before timed out.
 *
 * @param now ms since 1970
 * @param start what was known when following began; default: it began now, so nothing has timed out
 */
export function status(
  snapshot: RolloutSnapshot,
  limits: RolloutLimits,
  now: number,
  start: RolloutStart = { at: now, restarts: new Map() },
): RolloutStatus {
  const counts = countReplicas(snapshot);
  if (isComplete(snapshot, start.minGeneration)) return complete(counts);
  const context = contextOf(snapshot, limits, now, start);
  const doomed = isStale(snapshot.deployment, start) ? undefined : doomedBy(context);
  if (doomed !== undefined) return { phase: "failed", message: doomed.message, counts, cause: doomed };
  return timedOut(context, counts) ?? { phase: "progressing", message: progress(snapshot, start, counts), counts };
}

function complete(counts: RolloutCounts): RolloutStatus {
  const pods = counts.desired === 1 ? "1 pod" : `${counts.desired} pods`;
  const all = { ...counts, ready: counts.updated, available: counts.updated };
  return { phase: "complete", message: counts.desired === 0 ? "no pods asked for" : `${pods} available`, counts: all };
}

function timedOut(context: RolloutContext, counts: RolloutCounts): RolloutStatus | undefined {
  const deadline = pastDeadline(context);
  if (deadline === undefined) return undefined;
  const cause = blockedBy(context) ?? deadlineCause(context, deadline, counts);
  const message = cause.code === deadline.code ? cause.message : `${deadline.text}: ${cause.message}`;
  return { phase: "timedOut", message, counts, cause };
}

/** What we see is older than what was applied. */
function isStale(deployment: V1Deployment | undefined, { minGeneration = 0 }: RolloutStart): boolean {
  return (deployment?.metadata?.generation ?? 0) < minGeneration;
}

function progress({ deployment }: RolloutSnapshot, start: RolloutStart, counts: RolloutCounts): string {
  if (deployment === undefined) return "the Deployment is not there yet";
  if (!isObserved(deployment, start.minGeneration)) return "the Deployment controller has not seen the change yet";
  if (deployment.spec?.paused === true) return `Deployment ${nameOf(deployment)} is paused`;
  const { desired, updated, available, ready, old } = counts;
  if (updated < desired) return `${updated} of ${desired} new pods made${leftOver(old)}`;
  if (available < updated) return `${available} of ${updated} new pods available, ${ready} ready${leftOver(old)}`;
  if (old > 0) return `${old} old ${old === 1 ? "pod" : "pods"} to go`;
  if (updated > desired) return `${updated - desired} ${updated - desired === 1 ? "pod" : "pods"} too many`;
  return "waiting for the Deployment's last status";
}

function leftOver(old: number): string {
  return old === 0 ? "" : `, ${old} old to go`;
}
