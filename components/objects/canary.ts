import { surgePods } from "../config/intOrPercent.ts";
import type { Service } from "../config/stackConfig.ts";
import { canaryReplicas, mostCanaryPods } from "./canaryPods.ts";
import { hasTracks, isWeighed } from "./canarySplit.ts";
import { trackDeployment } from "./deployment.ts";
import type { DeploymentManifest } from "./deployment.ts";
import { autoscalerOf, type AutoscalerManifest } from "./horizontalPodAutoscaler.ts";
import type { Track } from "./labels.ts";
import { trackSelector } from "./labels.ts";
import type { ServiceManifest } from "./service.ts";
import { servicePorts, trackMetadata } from "./service.ts";
import type { ConfigNames } from "./volumes.ts";

/** The pods that run the other version, beside the stable ones; undefined while no canary is on its way. */
export function canaryDeployment(service: Service, names: ConfigNames): DeploymentManifest | undefined {
  const { canary } = service.release;
  if (canary === undefined) return undefined;
  const shape = {
    name: `${service.name}-canary`,
    variant: { track: "canary", version: canary.version } as const,
    replicas: canaryReplicas(service),
  };
  return leftToDrain(trackDeployment(service.canary === undefined ? service : neverLessOne(service), shape, names));
}

/**
 * Its pods drain by themselves once it is gone: nobody is led to them any more, and Pulumi would wait until the last has
 * ended. https://www.pulumi.com/registry/packages/kubernetes/api-docs/#pulumicomdeletionpropagationpolicy
 */
function leftToDrain(manifest: DeploymentManifest): DeploymentManifest {
  const { metadata } = manifest;
  const annotations = { ...metadata.annotations, "pulumi.com/deletionPropagationPolicy": "background" };
  return { ...manifest, metadata: { ...metadata, annotations } };
}

/** A canary may be one pod: none goes before another is there. */
function neverLessOne(service: Service): Service {
  const { rollout } = service;
  const maxSurge = surgePods(rollout.maxSurge, 1) > 0 ? rollout.maxSurge : 1;
  return { ...service, rollout: { ...rollout, maxSurge, maxUnavailable: 0 } };
}

/** Adds pods to those that the weight asks for, as the stable ones' autoscaler does; never takes one of those away. */
export function canaryAutoscaler(service: Service): AutoscalerManifest | undefined {
  const { autoscaling, release } = service;
  if (release.canary === undefined || autoscaling === undefined || !hasTracks(service)) return undefined;
  const [min, max] = [canaryReplicas(service), mostCanaryPods(service)];
  return autoscalerOf(service, { name: `${service.name}-canary`, min, max });
}

/** An address for each track, for routes to weigh; where no canary is declared, none while nothing is to be weighed. */
export function trackServices(service: Service): ServiceManifest[] {
  if (!hasTracks(service) && !isWeighed(service)) return [];
  return (["stable", "canary"] as const).map((track: Track) => ({
    apiVersion: "v1",
    kind: "Service",
    metadata: trackMetadata(service, `${service.name}-${track}`),
    spec: { type: "ClusterIP", selector: trackSelector(service, track), ports: servicePorts(service) },
  }));
}
