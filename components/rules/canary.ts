import type { Service } from "../config/stackConfig.ts";
import { canaryReplicas, reachedWeight } from "../objects/canaryPods.ts";
import { splitOf } from "../objects/canarySplit.ts";
import { fewestPods, pods } from "./rule.ts";
import type { Breach, Rule } from "./rule.ts";

/** How far the share may be off, in percentage points, before it counts as another share than asked for. */
const tolerated = 5;

/** How many times as much as was asked for it may be, however little that is. */
const multiple = 2;

export const canaryShare: Rule = {
  code: "ZD017",
  check: (service) => {
    if (splitOf(service) !== "replicas") return [];
    const { canary: standing } = service.release;
    const steps = service.canary?.steps ?? [];
    const declared = steps.map(({ weight }, index) => ({ parameter: `canary.steps[${index}].weight`, weight }));
    const present = standing?.weight === undefined ? [] : [{ parameter: "canary.weight", weight: standing.weight }];
    // What stands at a step is told of by the step.
    const apart = present.filter(({ weight }) => weight > 0 && !steps.some((step) => step.weight === weight));
    return [...declared, ...apart].flatMap((asked) => unreached(service, asked));
  },
};

function unreached(service: Service, { parameter, weight }: { parameter: string; weight: number }): Breach[] {
  const stepped = { ...service, release: { ...service.release, canary: { version: "", weight } } };
  const share = reachedWeight(stepped);
  if (Math.abs(share - weight) <= tolerated && share <= multiple * weight) return [];
  const stable = fewestPods(service);
  const replicas = canaryReplicas(stepped);
  // As many as one canary pod beside them has this share.
  const enough = Math.ceil((100 - weight) / weight);
  return [
    {
      parameter,
      message:
        `without an HTTPRoute requests are shared out by pods: ${replicas} canary beside ${stable} stable gets ` +
        `${Math.round(share)} percent, not ${weight}`,
      fix:
        `ask for ${Math.round(share)} percent, have ${stable < enough ? pods(enough) : "more pods"}, ` +
        `or add an HTTPRoute, which weighs each request`,
    },
  ];
}
