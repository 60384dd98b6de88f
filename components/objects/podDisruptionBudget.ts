import type { policy } from "@pulumi/kubernetes/types/input.js";
import type { Service } from "../config/stackConfig.ts";
import { hasTracks } from "./canarySplit.ts";
import { podSelector, trackSelector } from "./labels.ts";
import type { Manifest } from "./manifest.ts";
import { metadata } from "./metadata.ts";

export type BudgetManifest = Manifest<"policy/v1", "PodDisruptionBudget", { spec: policy.v1.PodDisruptionBudgetSpec }>;

/**
 * How many pods may be evicted at once; pods that are not ready never hold up a drain. Undefined without `budget`. Where
 * tracks stand it counts the stable pods alone: with a canary's among them, that many more of the stable ones could go.
 */
export function podDisruptionBudget(service: Service): BudgetManifest | undefined {
  const { budget } = service;
  if (budget === undefined) return undefined;
  return {
    apiVersion: "policy/v1",
    kind: "PodDisruptionBudget",
    metadata: metadata(service, service.name),
    spec: {
      ...(budget.maxUnavailable === undefined ? {} : { maxUnavailable: budget.maxUnavailable }),
      ...(budget.minAvailable === undefined ? {} : { minAvailable: budget.minAvailable }),
      selector: { matchLabels: hasTracks(service) ? trackSelector(service, "stable") : podSelector(service) },
      unhealthyPodEvictionPolicy: "AlwaysAllow",
    },
  };
}
