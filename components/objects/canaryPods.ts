import type { Service } from "../config/stackConfig.ts";
import { hasTracks, isWeighed, splitOf } from "./canarySplit.ts";

/** From so many stable pods on a canary has two: while one is moved to another node, its share has somewhere to go. */
const pairedFrom = 4;

/**
 * Canary pods. Where routes weigh: as many as take the share of the stable ones' requests, at least 1 (2 beside 4 stable
 * ones or more), for the stable ones stay all there. Else as many as give that share beside the stable ones. None while no canary is on its way.
 */
export function canaryReplicas(service: Service): number {
  const { canary } = service.release;
  if (canary === undefined) return 0;
  if (canary.replicas !== undefined) return canary.replicas;
  const stable = stablePods(service);
  if (hasTracks(service)) return podsForWeight(stable, takenWeight(service));
  const weight = canary.weight ?? 0;
  if (weight === 0 && splitOf(service) === "replicas") return 0;
  return Math.max(1, Math.round((stable * weight) / (100 - weight)));
}

/** Those that there may be of it, with an autoscaler of its own. */
export function mostCanaryPods(service: Service): number {
  const { autoscaling, release } = service;
  const least = canaryReplicas(service);
  const scaled = release.canary !== undefined && autoscaling !== undefined && !autoscaling.byOthers;
  return scaled && hasTracks(service) ? Math.max(least, podsForWeight(autoscaling.max, takenWeight(service))) : least;
}

/** Pods that take so much of the requests (in percent) of so many stable ones. The last of them is lost to no drain. */
export function podsForWeight(stable: number, weight: number): number {
  return Math.max(stable < pairedFrom ? 1 : 2, Math.ceil((stable * weight) / 100));
}

/** The share, in percent, that the canary has in the end: what routes weigh, or what pods come to. */
export function reachedWeight(service: Service): number {
  const { canary } = service.release;
  if (canary === undefined) return 0;
  if (isWeighed(service)) return routedWeight(service);
  const pods = canaryReplicas(service);
  const all = pods + stablePods(service);
  return all === 0 ? 0 : Math.round((1000 * pods) / all) / 10;
}

/** The share that routes give the canary. */
export function routedWeight({ release: { canary } }: Service): number {
  return canary?.weight ?? 0;
}

/** Whether the canary has had a share that is now taken from it: nothing is to lead there any more. */
export function isLeaving({ release: { canary } }: Service): boolean {
  return canary?.weight === 0 && canary.step !== undefined;
}

/** Until the routes are known to lead elsewhere, a canary that is left keeps the pods for its last step. */
function takenWeight(service: Service): number {
  const { canary } = service.release;
  const before = isLeaving(service) ? service.canary?.steps[(canary?.step ?? 0) - 1]?.weight : undefined;
  return before ?? routedWeight(service);
}

/** Of those, an autoscaler's least: how many there are just now, no configuration says. */
function stablePods({ autoscaling, replicas }: Service): number {
  return autoscaling?.min ?? replicas;
}
