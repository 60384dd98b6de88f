import type { core } from "@pulumi/kubernetes/types/input.js";
import type { Placement } from "../config/placement.ts";

const topologies = { spreadNodes: "kubernetes.io/hostname", spreadZones: "topology.kubernetes.io/zone" } as const;

/** Where the pods run: spread, node labels, taints, priority. */
export function podPlacement(placement: Placement, selector: Record<string, string>): Partial<core.v1.PodSpec> {
  const spread = [...spreadConstraints(placement, selector), ...ownSpread(placement, selector)];
  const { nodeSelector, tolerations, priorityClass, affinity, runtimeClass, scheduler } = placement;
  return {
    ...(spread.length === 0 ? {} : { topologySpreadConstraints: spread }),
    ...(Object.keys(nodeSelector).length === 0 ? {} : { nodeSelector }),
    ...(tolerations.length === 0 ? {} : { tolerations: tolerations.map(toleration) }),
    ...(affinity === undefined ? {} : { affinity }),
    ...(runtimeClass === undefined ? {} : { runtimeClassName: runtimeClass }),
    ...(scheduler === undefined ? {} : { schedulerName: scheduler }),
    ...(priorityClass === undefined ? {} : { priorityClassName: priorityClass }),
  };
}

/** matchLabelKeys: each version is spread by itself, else old pods that are about to go would push new ones together. */
function spreadConstraints(placement: Placement, selector: Record<string, string>): core.v1.TopologySpreadConstraint[] {
  return (["spreadNodes", "spreadZones"] as const)
    .filter((key) => placement[key] !== "off")
    .map((key) => ({
      maxSkew: 1,
      topologyKey: topologies[key],
      ...(placement[key] === "required"
        ? // Else a cordoned node counts as one without pods, and no other node may take more than one.
          { whenUnsatisfiable: "DoNotSchedule", nodeTaintsPolicy: "Honor" }
        : { whenUnsatisfiable: "ScheduleAnyway" }),
      labelSelector: { matchLabels: selector },
      matchLabelKeys: ["pod-template-hash"],
    }));
}

/** Checked against Kubernetes' own fields when it was read. */
function ownSpread({ spread }: Placement, selector: Record<string, string>): core.v1.TopologySpreadConstraint[] {
  return spread.map((constraint) => ({
    labelSelector: { matchLabels: selector },
    ...(constraint as unknown as core.v1.TopologySpreadConstraint),
  }));
}

function toleration({ key, value, effect, for: seconds }: Placement["tolerations"][number]): core.v1.Toleration {
  return {
    ...(key === undefined ? {} : { key }),
    operator: value === undefined ? "Exists" : "Equal",
    ...(value === undefined ? {} : { value }),
    ...(effect === undefined ? {} : { effect }),
    ...(seconds === undefined ? {} : { tolerationSeconds: seconds }),
  };
}
