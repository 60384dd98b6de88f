import { surgePods, unavailablePods } from "../config/intOrPercent.ts";
import type { Service } from "../config/stackConfig.ts";
import { longestPatience } from "./patience.ts";
import { gracePeriod } from "./podTemplate.ts";
import { startBudget } from "./startBudget.ts";

/** Time by which Pulumi must outwait Kubernetes, so that its error names Kubernetes' verdict; in seconds. */
export const verdictMargin = 30;

/**
 * How long a release waits for a rollout, in seconds: what the service says, else as long as a healthy one may take, each
 * pod using up its startup probe's patience, and a little more. So a plain `pulumi up` of a crash ends soon, too. Where trouble
 * is waited out for longer than the rollout's deadline, the pod that comes of it has its time to start, too.
 */
export function rolloutTimeout(service: Service): number {
  const { timeout, deadline, minReady, strategy, maxSurge, maxUnavailable } = service.rollout;
  if (timeout !== undefined) return timeout;
  const pods = service.autoscaling?.max ?? service.replicas;
  const recreate = strategy === "Recreate";
  const atOnce = recreate ? pods : surgePods(maxSurge, pods) + unavailablePods(maxUnavailable, maxSurge, pods);
  const turns = pods === 0 ? 0 : Math.ceil(pods / atOnce);
  const leaving = recreate ? gracePeriod(service) : 0;
  const start = startBudget(service) + minReady;
  const patience = longestPatience(service);
  const mended = patience > deadline ? patience + start : patience;
  return Math.max(deadline, leaving + turns * start, mended) + verdictMargin;
}
