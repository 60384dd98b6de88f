import { z } from "zod";
import { asKubernetes, listAsKubernetes } from "./asKubernetes.ts";
import { choice, duration, flag, integer, intOrPercent, text } from "./fields.ts";
import { patience } from "./patience.ts";

/** How pods are swapped. https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#strategy */
export const rollout = z
  .strictObject({
    strategy: choice("How pods are swapped; Recreate stops the old ones first: an outage. Default RollingUpdate.", [
      "RollingUpdate",
      "Recreate",
    ]).default("RollingUpdate"),
    maxSurge: intOrPercent("Pods above the replicas while rolling; percentages round up. Default 1.").default(1),
    maxUnavailable: intOrPercent("Pods missing while rolling; percentages round down. Default 0.").default(0),
    minReady: duration("Time a pod must stay ready before it counts as available; default 2s.", 0, 3600).prefault("2s"),
    deadline: duration("Time without progress after which a rollout has failed; default 2m.", 5, 86_400).prefault("2m"),
    timeout: duration(
      "Time after which a release stops waiting for the rollout; default what a healthy one may take, and 30s.",
      10,
      86_400,
    ).optional(),
    patience: patience.prefault({}),
    history: integer("Old ReplicaSets kept for `kubectl rollout undo`; default 5.", 0, 100, "revisions").default(5),
  })
  .describe("How a new version takes the place of the old one.");

/** How a pod leaves. https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination */
export const drain = z
  .strictObject({
    sleep: duration(
      "Wait before SIGTERM, for the endpoints to lose the pod (Kubernetes 1.30+); default 5s.",
      0,
      600,
    ).prefault("5s"),
    command: z
      .array(text("One word of the command."))
      .min(1)
      .optional()
      .describe(
        "Command that is run before SIGTERM in place of the sleep; `sleep` is then the time it is known to take.",
      ),
    time: duration("Time the service needs from SIGTERM to its end; default 20s.", 0, 3600).prefault("20s"),
    work: duration(
      "Longest time that one piece of work in hand takes: a pod that leaves has that long to finish it; 0s where it may be cut off at any moment. Default what nobody knows.",
      0,
      86_400,
    ).optional(),
    margin: duration("Added to sleep and time to make the grace period; default 5s.", 0, 600).prefault("5s"),
  })
  .describe("How a pod leaves: sleep, then SIGTERM, then time to finish; the grace period is their sum and a margin.");

export const autoscaling = z
  .strictObject({
    min: integer("Fewest replicas.", 1, 500, "pods"),
    max: integer("Most replicas.", 1, 1000, "pods"),
    cpu: integer("CPU use to aim at, in percent of the request.", 1, 1000, "percent").optional(),
    memory: integer("Memory use to aim at, in percent of the request.", 1, 1000, "percent").optional(),
    metrics: listAsKubernetes("MetricSpec", "Other metrics to go by, as Kubernetes has them.").default([]),
    behavior: asKubernetes("HorizontalPodAutoscalerBehavior", "How fast it scales up and down.").optional(),
    byOthers: flag(
      "Whether somebody else's object (KEDA, a VPA) does it and none is made here; default false.",
    ).default(false),
  })
  .refine((value) => value.max >= value.min, { message: "max must be at least min" })
  .refine((value) => value.byOthers || (value.cpu ?? value.memory) !== undefined || value.metrics.length > 0, {
    message: "needs a target: cpu, memory or both",
  })
  .refine(
    (value) =>
      !value.byOthers || ((value.cpu ?? value.memory ?? value.behavior) === undefined && value.metrics.length === 0),
    {
      message: "what others scale by is theirs to say: with byOthers only min and max",
    },
  )
  .describe("Leaves the number of replicas to a HorizontalPodAutoscaler; `replicas` is then not sent.");

export const budget = z
  .strictObject({
    maxUnavailable: intOrPercent("Pods that may be evicted at once, e.g. while a node drains.").optional(),
    minAvailable: intOrPercent("Pods that must stay while others are evicted.").optional(),
  })
  .refine((value) => (value.maxUnavailable === undefined) !== (value.minAvailable === undefined), {
    message: "needs exactly one of maxUnavailable and minAvailable",
  })
  .describe(
    "How many pods may be evicted at once, e.g. while a node drains (PodDisruptionBudget); default the template's, null for none.",
  );
