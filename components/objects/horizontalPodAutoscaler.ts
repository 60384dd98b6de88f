import type { autoscaling } from "@pulumi/kubernetes/types/input.js";
import type { Service } from "../config/stackConfig.ts";
import { hasTracks } from "./canarySplit.ts";
import type { Manifest } from "./manifest.ts";
import { metadata } from "./metadata.ts";

export type AutoscalerManifest = Manifest<
  "autoscaling/v2",
  "HorizontalPodAutoscaler",
  { spec: autoscaling.v2.HorizontalPodAutoscalerSpec }
>;

/**
 * After a canary all requests come back at once, while what was seen in the last minutes speaks for fewer pods. These go
 * slowly then: 300 s are Kubernetes' default, by which it would take all that are too many away in one go.
 */
const gently = { stabilizationWindowSeconds: 300, policies: [{ type: "Percent", value: 10, periodSeconds: 60 }] };

/**
 * Chooses the number of stable pods by their use of CPU and memory; undefined without `autoscaling`. It takes none away
 * while a canary has some of their requests: they may all come back at any moment.
 */
export function horizontalPodAutoscaler(service: Service): AutoscalerManifest | undefined {
  const { name, autoscaling, canary, release } = service;
  if (autoscaling === undefined) return undefined;
  const made = autoscalerOf(service, { ...autoscaling, name });
  if (made === undefined || canary === undefined) return made;
  const slow = hasTracks(service) ? scalingDown(made, (own = gently) => own) : made;
  return release.canary === undefined ? slow : scalingDown(slow, (own) => ({ ...own, selectPolicy: "Disabled" }));
}

function scalingDown(made: AutoscalerManifest, as: (own: object | undefined) => object): AutoscalerManifest {
  const { behavior = {} } = made.spec as { behavior?: { scaleDown?: object } };
  return { ...made, spec: { ...made.spec, behavior: { ...behavior, scaleDown: as(behavior.scaleDown) } } };
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
