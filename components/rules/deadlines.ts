import { formatDuration } from "../config/duration.ts";
import type { Service } from "../config/stackConfig.ts";
import { gracePeriod } from "../objects/podTemplate.ts";
import { rolloutTimeout, verdictMargin } from "../objects/rolloutTimeout.ts";
import { startBudget } from "../objects/startBudget.ts";
import { fastestRollout } from "./fastestRollout.ts";
import { pods, serves } from "./rule.ts";
import type { Breach, Rule } from "./rule.ts";

export const deadlineLeavesRoom: Rule = {
  code: "ZD006",
  check: (service) => {
    const { deadline, minReady, strategy } = service.rollout;
    const start = startBudget(service);
    // Recreate starts no new pod before the last old one is gone.
    const leaving = strategy === "Recreate" ? gracePeriod(service) : 0;
    const needed = leaving + start + minReady;
    if (deadline > needed) return [];
    const before = leaving === 0 ? "" : `Recreate may wait ${formatDuration(leaving)} until the old pods are gone, `;
    return [
      {
        parameter: "rollout.deadline",
        message:
          `${before}a pod may take ${formatDuration(start)} to start and must stay ready for ${formatDuration(minReady)}, ` +
          `but after ${formatDuration(deadline)} without progress the rollout has failed`,
        fix: `set rollout.deadline above ${formatDuration(needed)}, or shorten the ${leaving === 0 ? "startup probe" : "drain or the startup probe"}`,
      },
    ];
  },
};

export const pulumiOutwaits: Rule = {
  code: "ZD007",
  check: (service) => {
    const { deadline } = service.rollout;
    const timeout = rolloutTimeout(service);
    if (timeout >= deadline + verdictMargin) return tooManyTurns(service);
    return [
      {
        parameter: "rollout.timeout",
        message:
          `Pulumi stops waiting after ${formatDuration(timeout)}, Kubernetes says after ${formatDuration(deadline)} ` +
          `that a rollout failed: its verdict would not be heard`,
        fix: `set rollout.timeout to ${formatDuration(deadline + verdictMargin)} or more`,
      },
      ...tooManyTurns(service),
    ];
  },
};

/** A rollout that cannot be done in time though every pod is healthy: each release would be rolled back. */
function tooManyTurns(service: Service): Breach[] {
  const { maxSurge, maxUnavailable, minReady } = service.rollout;
  const timeout = rolloutTimeout(service);
  const fastest = fastestRollout(service);
  if (fastest.seconds < timeout) return [];
  const each = formatDuration(fastest.start + minReady);
  const turns = Math.ceil(timeout / (fastest.start + minReady)) - 1;
  const way = turns > 0 ? `swap ${Math.ceil(fastest.pods / turns)} or more at once (maxSurge)` : "lower minReady";
  return [
    {
      parameter: "rollout.timeout",
      message:
        `${pods(fastest.pods)}, ${fastest.atOnce} at once (maxSurge ${maxSurge}, maxUnavailable ${maxUnavailable}), each ` +
        `available after ${each} at the earliest (minReady ${formatDuration(minReady)}), take ` +
        `${formatDuration(fastest.seconds)} or more, but a release stops waiting after ${formatDuration(timeout)}`,
      fix: `set rollout.timeout above ${formatDuration(fastest.seconds)}, or ${way}`,
    },
  ];
}

export const sleepCoversPropagation: Rule = {
  code: "ZD004",
  check: (service, { cluster }) => {
    const { sleep } = service.drain;
    if (!serves(service) || service.rollout.strategy === "Recreate") return [];
    if (service.service.headless && sleep < cluster.propagation + dnsMemory)
      return [headlessSleep(sleep, cluster.propagation)];
    if (sleep >= cluster.propagation) return [];
    return [
      {
        parameter: "drain.sleep",
        message:
          `a stopping pod sleeps ${formatDuration(sleep)}, but it takes ${formatDuration(cluster.propagation)} ` +
          `until every node knows that it left: requests would reach a stopped server`,
        fix: `set drain.sleep to ${formatDuration(cluster.propagation)} or more`,
      },
    ];
  },
};

/** As long as clients remember where a name led, by the TTL that cluster DNS gives; in seconds. */
const dnsMemory = 30;

function headlessSleep(sleep: number, propagation: number): Breach {
  const needed = formatDuration(propagation + dnsMemory);
  return {
    parameter: "drain.sleep",
    message:
      `a stopping pod sleeps ${formatDuration(sleep)}, but clients of a headless Service may remember its address for ` +
      `${formatDuration(dnsMemory)} after every node knows that it left (${formatDuration(propagation)}): requests would reach a stopped server`,
    fix: `set drain.sleep to ${needed} or more, or be without service.headless`,
  };
}

export const graceLeavesRoom: Rule = {
  code: "ZD005",
  check: (service) => {
    const { sleep, time, margin } = service.drain;
    if (margin > 0) return [];
    return [
      {
        parameter: "drain.margin",
        message:
          `sleep ${formatDuration(sleep)} and drain ${formatDuration(time)} use up the whole grace period of ` +
          `${formatDuration(gracePeriod(service))}: the last requests meet SIGKILL`,
        fix: "set drain.margin to 1s or more",
      },
    ];
  },
};
