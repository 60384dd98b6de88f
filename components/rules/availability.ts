import { formatDuration } from "../config/duration.ts";
import { evictablePods, isPercent, surgePods, unavailablePods } from "../config/intOrPercent.ts";
import type { Service } from "../config/stackConfig.ts";
import { gracePeriod } from "../objects/podTemplate.ts";
import { startBudget } from "../objects/startBudget.ts";
import { fewestPods, pods, serves } from "./rule.ts";
import type { Breach, Rule } from "./rule.ts";

/** Pods that stay available in the worst moment of a rollout, as Kubernetes resolves the numbers. */
export function availableWhileRolling(service: Service): number {
  const { maxSurge, maxUnavailable, strategy } = service.rollout;
  const replicas = fewestPods(service);
  return strategy === "Recreate" ? 0 : replicas - unavailablePods(maxUnavailable, maxSurge, replicas);
}

export const staysAvailable: Rule = {
  code: "ZD001",
  check: (service) => {
    const { rollout } = service;
    const replicas = fewestPods(service);
    if (!serves(service) || availableWhileRolling(service) > 0) return [];
    if (replicas === 0) {
      return [{ parameter: "replicas", message: "0 replicas answer no request", fix: "set replicas to 1 or more" }];
    }
    if (rollout.strategy === "Recreate") return [outage(service)];
    const surge = surgePods(rollout.maxSurge, replicas);
    const unavailable = unavailablePods(rollout.maxUnavailable, rollout.maxSurge, replicas);
    return [
      {
        parameter: "rollout.maxUnavailable",
        message:
          `of ${pods(replicas)}, maxUnavailable ${rollout.maxUnavailable} with maxSurge ${rollout.maxSurge} ` +
          `(${pods(surge)} more) lets ${unavailable} be missing: 0 pods are left to answer`,
        fix: "set rollout: {maxSurge: 1, maxUnavailable: 0}",
      },
    ];
  },
};

function outage(service: Service): Breach {
  const longest = gracePeriod(service) + startBudget(service);
  return {
    parameter: "rollout.strategy",
    message:
      `Recreate stops every pod before the first new one starts: no answer for up to ${formatDuration(longest)} ` +
      `(grace period ${formatDuration(gracePeriod(service))}, start ${formatDuration(startBudget(service))})`,
    fix: "use RollingUpdate, or waive the rule where two pods must not run at once",
  };
}

export const budgetLetsDrain: Rule = {
  code: "ZD008",
  check: (service) => {
    const { budget } = service;
    const replicas = fewestPods(service);
    if (budget === undefined || replicas === 0) return [];
    const key = budget.minAvailable === undefined ? "maxUnavailable" : "minAvailable";
    const evictable = evictableUnder(budget, replicas);
    if (evictable > 0) return [];
    return [
      {
        parameter: `budget.${key}`,
        message: `of ${pods(replicas)}, ${key} ${budget[key] ?? 0} lets 0 be evicted: a node with one of them cannot be drained`,
        fix: "set budget: {maxUnavailable: 1}",
      },
    ];
  },
};

function evictableUnder(budget: NonNullable<Service["budget"]>, replicas: number): number {
  const { minAvailable, maxUnavailable } = budget;
  if (minAvailable === undefined) return evictablePods(maxUnavailable ?? 0, replicas);
  // Percentages of a budget round up, minAvailable's too.
  const kept = isPercent(minAvailable) ? evictablePods(minAvailable, replicas) : minAvailable;
  return replicas - kept;
}
