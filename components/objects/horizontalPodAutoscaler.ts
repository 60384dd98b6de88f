import type { autoscaling } from "@pulumi/kubernetes/types/input.js";
import type { Service } from "../config/stackConfig.ts";
import type { Manifest } from "./manifest.ts";
import { metadata } from "./metadata.ts";

export type AutoscalerManifest = Manifest<
  "autoscaling/v2",
  "HorizontalPodAutoscaler",
  { spec: autoscaling.v2.HorizontalPodAutoscalerSpec }
>;

/** Chooses the number of stable pods by their use of CPU and memory; undefined without `autoscaling`. */
export function horizontalPodAutoscaler(service: Service): AutoscalerManifest | undefined {
  if (service.autoscaling === undefined || service.autoscaling.byOthers) return undefined;
  const { min, max, cpu, memory, metrics, behavior } = service.autoscaling;
  const targets = { cpu, memory };
  return {
    apiVersion: "autoscaling/v2",
    kind: "HorizontalPodAutoscaler",
    metadata: metadata(service, service.name),
    spec: {
      scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: service.name },
      minReplicas: min,
      maxReplicas: max,
      metrics: [
        ...Object.entries(targets).flatMap(([name, averageUtilization]) =>
          averageUtilization === undefined
            ? []
            : [{ type: "Resource", resource: { name, target: { type: "Utilization", averageUtilization } } }],
        ),
        // Checked against Kubernetes' own fields when it was read.
        ...(metrics as unknown as autoscaling.v2.MetricSpec[]),
      ],
      ...(behavior === undefined ? {} : { behavior }),
    },
  };
}
