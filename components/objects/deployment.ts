import type { apps } from "@pulumi/kubernetes/types/input.js";
import type { Service } from "../config/stackConfig.ts";
import { labels, stableVariant, trackSelector, withLabels } from "./labels.ts";
import type { Variant } from "./labels.ts";
import type { Manifest } from "./manifest.ts";
import { metadata } from "./metadata.ts";
import { patienceAnnotation } from "./patience.ts";
import { podTemplate } from "./podTemplate.ts";
import { rolloutTimeout } from "./rolloutTimeout.ts";
import type { ConfigNames } from "./volumes.ts";
import { waiverAnnotation } from "./waivers.ts";

export type DeploymentManifest = Manifest<"apps/v1", "Deployment", { spec: apps.v1.DeploymentSpec }>;

/**
 * The pods that serve. With an autoscaler `replicas` is left out: sending it would undo the autoscaler's choice. One that
 * is renamed begins with the least that it lets be, as it gets all requests at once.
 */
export function deployment(service: Service, names: ConfigNames): DeploymentManifest {
  const { autoscaling, renamedFrom } = service;
  const least = renamedFrom === undefined ? undefined : autoscaling?.min;
  const replicas = autoscaling === undefined ? service.replicas : least;
  return trackDeployment(service, { name: service.name, variant: stableVariant(service), replicas }, names);
}

interface Shape {
  name: string;
  variant: Variant;
  replicas: number | undefined;
}

/** The Deployment of one track. */
export function trackDeployment(service: Service, shape: Shape, names: ConfigNames): DeploymentManifest {
  const { rollout } = service;
  const base = metadata(service, shape.name);
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: {
      ...base,
      labels: withLabels(service, { ...labels(service, shape.variant.version), track: shape.variant.track }),
      // How long Pulumi's own provider waits; it never gives up earlier, whatever the Deployment's status says.
      annotations: {
        ...base.annotations,
        ...waiverAnnotation(service),
        ...patienceAnnotation(service),
        "pulumi.com/timeoutSeconds": String(rolloutTimeout(service)),
      },
    },
    spec: {
      ...(shape.replicas === undefined ? {} : { replicas: shape.replicas }),
      selector: { matchLabels: trackSelector(service, shape.variant.track) },
      strategy:
        rollout.strategy === "Recreate"
          ? { type: "Recreate" }
          : {
              type: "RollingUpdate",
              rollingUpdate: { maxSurge: rollout.maxSurge, maxUnavailable: rollout.maxUnavailable },
            },
      // The API server leaves a zero out, and Pulumi would show it as a change for ever.
      ...(rollout.minReady === 0 ? {} : { minReadySeconds: rollout.minReady }),
      progressDeadlineSeconds: rollout.deadline,
      revisionHistoryLimit: rollout.history,
      template: podTemplate(service, shape.variant, names),
    },
  };
}
