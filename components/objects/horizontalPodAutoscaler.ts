import type { autoscaling } from "@pulumi/kubernetes/types/input.js";
import type { Service } from "../config/stackConfig.ts";
import type { Manifest } from "./manifest.ts";
import { metadata } from "./metadata.ts";

export type AutoscalerManifest = Manifest<
  "autoscaling/v2",
  "HorizontalPodAutoscaler",
  { spec: autoscaling.v2.HorizontalPodAutoscalerSpec }
>;

/**
 * Chooses the number of stable pods by their use of CPU and memory; undefined without `autoscaling`. It takes none away
 * while a canary has some of their requests: they may all come back at any moment.
 */
export function horizontalPodAutoscaler(service: Service): AutoscalerManifest | undefined {
  const { name, autoscaling, canary, release } = service;
  if (autoscaling === undefined) return undefined;
  const made = autoscalerOf(service, { ...autoscaling, name });
  return made === undefined || canary === undefined || release.canary === undefined ? made : takingNone(made);
}

function takingNone(made: AutoscalerManifest): AutoscalerManifest {
  const { behavior = {} } = made.spec as { behavior?: { scaleDown?: object } };
  const scaleDown = { ...behavior.scaleDown, selectPolicy: "Disabled" };
  return { ...made, spec: { ...made.spec, behavior: { ...behavior, scaleDown } } };
}

/** The same for one Deployment of the service; undefined where others scale it. */
export function autoscalerOf(
  service: Service,
  { name, min, max }: { name: string; min: number; max: number },
): AutoscalerManifest | undefined {
  if (service.autoscaling === undefined || service.autoscaling.byOthers) return undefined;
  const { cpu, memory, metrics, behavior } = service.autoscaling;
  const targets = { cpu, memory };
  return {
    apiVersion: "autoscaling/v2",
    kind: "HorizontalPodAutoscaler",
    metadata: metadata(service, name),
    spec: {
      scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name },
      minReplicas: min,
      maxReplicas: max,
      metrics: [
        ...Object.entries(targets).flatMap(([resource, averageUtilization]) =>
          averageUtilization === undefined
            ? []
            : [{ type: "Resource", resource: { name: resource, target: { type: "Utilization", averageUtilization } } }],
        ),
        // Checked against Kubernetes' own fields when it was read.
        ...(metrics as unknown as autoscaling.v2.MetricSpec[]),
      ],
      ...(behavior === undefined ? {} : { behavior }),
    },
  };
}
