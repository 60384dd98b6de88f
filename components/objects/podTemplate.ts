import type { core } from "@pulumi/kubernetes/types/input.js";
import type { Service } from "../config/stackConfig.ts";
import { filesHash, hasConfigMap } from "./configuration.ts";
import { initContainers, mainContainer } from "./containers.ts";
import { podDns } from "./dns.ts";
import { podLabels, trackSelector } from "./labels.ts";
import type { Variant } from "./labels.ts";
import { podPlacement } from "./placement.ts";
import { podSecurityContext } from "./securityContext.ts";
import type { ConfigNames } from "./volumes.ts";
import { podVolumes } from "./volumes.ts";

/**
 * The pods of one track. Whatever is in here rolls the pods when it changes, so nothing is in here that changes by
 * itself: no release id, no time but the restart stamp.
 */
export function podTemplate(service: Service, variant: Variant, names: ConfigNames): core.v1.PodTemplateSpec {
  const { security } = service;
  const annotations = podAnnotations(service);
  const init = initContainers(service, variant, names);
  const volumes = podVolumes(service, names);
  return {
    metadata: {
      labels: podLabels(service, variant),
      ...(Object.keys(annotations).length === 0 ? {} : { annotations }),
    },
    spec: {
      serviceAccountName: security.serviceAccount ?? service.name,
      automountServiceAccountToken: security.apiAccess,
      enableServiceLinks: false,
      ...(service.imagePullSecrets.length === 0
        ? {}
        : { imagePullSecrets: service.imagePullSecrets.map((name) => ({ name })) }),
      securityContext: podSecurityContext(security),
      terminationGracePeriodSeconds: gracePeriod(service),
      ...podDns(service),
      ...podPlacement(service.placement, trackSelector(service, variant.track)),
      ...(init.length === 0 ? {} : { initContainers: init }),
      containers: [mainContainer(service, variant, names)],
      ...(volumes.length === 0 ? {} : { volumes }),
    },
  };
}

/** Time from the decision to stop a pod to SIGKILL, in seconds: preStop sleep, drain and a margin. */
export function gracePeriod({ drain }: Pick<Service, "drain">): number {
  return drain.sleep + drain.time + drain.margin;
}

function podAnnotations(service: Service): Record<string, string> {
  const { podAnnotations: others, release } = service;
  return {
    ...others,
    ...(hasConfigMap(service) ? { "releases/config-hash": filesHash(service) } : {}),
    ...(release.restartedAt === undefined ? {} : { "releases/restarted-at": release.restartedAt }),
  };
}
