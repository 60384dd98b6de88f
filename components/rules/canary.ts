import { allWeigh, canaryReplicas } from "../objects/canary.ts";
import { fewestPods } from "./rule.ts";
import type { Rule } from "./rule.ts";

/** How far the share may be off, in percentage points, before it counts as another share than asked for. */
const tolerated = 5;

export const canaryShare: Rule = {
  code: "ZD017",
  check: (service) => {
    const { canary } = service.release;
    if (canary?.weight === undefined || allWeigh(service)) return [];
    const stable = fewestPods(service);
    const replicas = canaryReplicas(service);
    const share = Math.round((100 * replicas) / (stable + replicas));
    if (Math.abs(share - canary.weight) <= tolerated) return [];
    return [
      {
        parameter: "canary.weight",
        message:
          `without an HTTPRoute requests are shared out by pods: ${replicas} canary beside ${stable} stable gets ` +
          `${share} percent, not ${canary.weight}`,
        fix: "add replicas or an HTTPRoute, or ask for canary.replicas",
      },
    ];
  },
};
