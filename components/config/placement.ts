import { z } from "zod";
import { asKubernetes, listAsKubernetes } from "./asKubernetes.ts";
import { choice, duration, mapOf } from "./fields.ts";
import { dnsSubdomain, labelValue, qualifiedName } from "./names.ts";

const spread = (description: string) => choice(description, ["preferred", "required", "off"]).default("preferred");
const labelKey = qualifiedName("Label key.", "topology.kubernetes.io/zone");

/** https://kubernetes.io/docs/concepts/scheduling-eviction/ */
export const placement = z
  .strictObject({
    spreadNodes: spread("Pods on different nodes: preferred, required or off; default preferred."),
    spreadZones: spread("Pods in different zones: preferred, required or off; default preferred."),
    nodeSelector: mapOf(labelKey, labelValue("Label value."), "Labels a node must have.").prefault({}),
    tolerations: z
      .array(
        z
          .strictObject({
            key: labelKey.optional(),
            value: labelValue("Label value.").optional(),
            effect: choice("Effect tolerated; default all.", [
              "NoSchedule",
              "PreferNoSchedule",
              "NoExecute",
            ]).optional(),
            for: duration("Time it is tolerated (NoExecute); default for ever.", 0, 86_400).optional(),
          })
          .refine((value) => value.for === undefined || value.effect === "NoExecute", {
            message: "for, a time, goes with the effect NoExecute only",
          })
          .refine((value) => value.key !== undefined || value.value === undefined, {
            message: "a value needs its key",
          }),
      )
      .default([])
      .describe("Taints the pods tolerate."),
    affinity: asKubernetes("Affinity", "Affinity to nodes and pods, in full.").optional(),
    spread: listAsKubernetes(
      "TopologySpreadConstraint",
      "More spread, in full; without a labelSelector it is over the service's pods.",
    ).default([]),
    runtimeClass: dnsSubdomain("RuntimeClass of the pods; default the cluster's.").optional(),
    scheduler: dnsSubdomain("Scheduler of the pods; default the cluster's.").optional(),
    priorityClass: dnsSubdomain("PriorityClass of the pods; default the cluster's.").optional(),
  })
  .describe("Where the pods run.");

export type Placement = z.output<typeof placement>;
