import { runsAtOnce } from "../config/cronTimes.ts";
import { surgePods } from "../config/intOrPercent.ts";
import { servedPorts } from "../config/servedPorts.ts";
import type { Service, StackConfig } from "../config/stackConfig.ts";
import { mostCanaryPods } from "../objects/canaryPods.ts";
import type { RuleCode } from "./codes.ts";

/** What a rule finds wrong with one service. */
export interface Breach {
  /** The parameter to change, below the service: `rollout.maxUnavailable`. */
  parameter: string;
  /** What would happen, with the numbers computed. */
  message: string;
  /** The way out. */
  fix: string;
}

/** One rule: looks at a service, in its stack, and says what is wrong. Pure. */
export interface Rule {
  code: RuleCode;
  check: (service: Service, stack: StackConfig) => Breach[];
}

/** Pods there are at the least when no rollout is going on. */
export function fewestPods({ autoscaling, cronJob, replicas }: Service): number {
  if (cronJob !== undefined) return 0;
  return autoscaling?.min ?? replicas;
}

/** Pods there are at the most when no rollout is going on. */
export function mostPods({ autoscaling, cronJob, replicas }: Service): number {
  if (cronJob !== undefined) return runsAtOnce(cronJob);
  return autoscaling?.max ?? replicas;
}

/** Pods that a rollout adds for a while, at the most; one of the whole configuration rolls the canary's too. */
export function extraPods(service: Service): number {
  const { maxSurge, strategy } = service.rollout;
  if (strategy === "Recreate" || service.cronJob !== undefined) return 0;
  const canary = mostCanaryPods(service);
  // Of a canary that is declared no pod goes before another is there.
  const least = service.canary === undefined ? 0 : 1;
  return surgePods(maxSurge, mostPods(service)) + (canary === 0 ? 0 : Math.max(least, surgePods(maxSurge, canary)));
}

/** Whether it answers requests; rules about traffic pass over the others. */
export function serves(service: Service): boolean {
  return servedPorts(service).length > 0;
}

/** `1 pod`, `3 pods` */
export function pods(count: number): string {
  return `${count} ${count === 1 ? "pod" : "pods"}`;
}
