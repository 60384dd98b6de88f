import { formatDuration } from "../../components/config/duration.ts";
import type { PlainObject } from "../../components/config/layers.ts";
import { isOurs } from "./ours.ts";
import { containerParameters } from "./container.ts";
import { portParameters } from "./ports.ts";
import { drain, filled, imageParts, security, type Said } from "./podParameters.ts";
import { present } from "./present.ts";
import { routeParameters } from "./routeParameters.ts";
import { scheduleParameters } from "./scheduleParameters.ts";
import type { LiveContainer, LiveDeployment, LiveService } from "./shapes.ts";
import { volumeParameters } from "./volumes.ts";
import type { Serving, Workload } from "./workload.ts";

/** What parameters can say of a workload. Whatever they say wrong or not at all is for patches to mend. Pure. */
export function parametersOf(workload: Workload): Said {
  return "cronJob" in workload ? scheduleParameters(workload) : servingParameters(workload);
}

function servingParameters(workload: Serving): Said {
  const { name, deployment } = workload;
  const { spec } = deployment;
  const pod = spec.template.spec;
  const [main] = pod.containers as [LiveContainer];
  const [image, version] = imageParts(main.image);
  const { ports, names } = portParameters(main, workload.service);
  const basic = present({
    image,
    selector: spec.selector.matchLabels,
    container: main.name === name ? undefined : main.name,
    replicas: workload.autoscaler === undefined ? spec.replicas : undefined,
    ports,
    ...containerParameters(main, names),
    rollout: rollout(spec),
    drain: drain(pod, main),
    volumes: volumeParameters(pod, main),
    ...metadata(workload),
    ...beside(workload),
    imagePullSecrets: (pod.imagePullSecrets ?? []).flatMap((secret) => secret.name ?? []),
    placement: present({
      spreadNodes: "off",
      spreadZones: "off",
      nodeSelector: pod.nodeSelector,
      priorityClass: pod.priorityClassName,
    }),
    security: security(workload, pod),
    service: workload.service && serviceParameters(workload.service),
    ...routeParameters(workload.routes, workload.service, ports),
  });
  return { basic, version };
}

function rollout(spec: LiveDeployment["spec"]): PlainObject {
  const { maxSurge, maxUnavailable } = spec.strategy.rollingUpdate ?? {};
  return present({
    strategy: spec.strategy.type,
    maxSurge,
    maxUnavailable,
    minReady: formatDuration(spec.minReadySeconds ?? 0),
    deadline: formatDuration(spec.progressDeadlineSeconds ?? 600),
    history: spec.revisionHistoryLimit ?? 10,
  });
}

function metadata({ deployment, service }: Serving): PlainObject {
  const { metadata: ofPods = {} } = deployment.spec.template;
  const selected = Object.keys(deployment.spec.selector.matchLabels ?? {});
  const objects = [deployment, ...(service === undefined ? [] : [service])];
  const [first, ...others] = objects.map(({ metadata: { labels = {} } }) => labels);
  const common = Object.entries(first ?? {}).filter(([key, value]) => others.every((labels) => labels[key] === value));
  return present({
    labels: filled(common.filter(([key]) => !isOurs(key))),
    podLabels: filled(Object.entries(ofPods.labels ?? {}).filter(([key]) => !selected.includes(key))),
    podAnnotations: filled(Object.entries(ofPods.annotations ?? {}).filter(([key]) => !isOurs(key))),
  });
}

function beside({ autoscaler, budget }: Serving): PlainObject {
  const { minReplicas = 1, maxReplicas, metrics = [] } = autoscaler?.spec ?? {};
  const use = (name: string) =>
    metrics.find(({ resource }) => resource?.name === name)?.resource?.target.averageUtilization;
  const [cpu, memory] = [use("cpu"), use("memory")];
  // One of them has to be there; where neither is, a patch puts the right ones in its place.
  const aim = cpu === undefined && memory === undefined ? { cpu: 80 } : present({ cpu, memory });
  return present({
    autoscaling: autoscaler && { min: minReplicas, max: maxReplicas, ...aim },
    budget: budget && present({ maxUnavailable: budget.spec.maxUnavailable, minAvailable: budget.spec.minAvailable }),
  });
}

function serviceParameters({ spec, metadata: { annotations = {} } }: LiveService): PlainObject {
  const { type, clusterIP, sessionAffinity, sessionAffinityConfig, externalTrafficPolicy } = spec;
  const outside = type === "NodePort" || type === "LoadBalancer";
  const sticky =
    sessionAffinity === "ClientIP" ? (sessionAffinityConfig?.clientIP?.timeoutSeconds ?? 10_800) : undefined;
  return present({
    type: outside ? type : undefined,
    headless: clusterIP === "None" ? true : undefined,
    annotations: filled(Object.entries(annotations).filter(([key]) => !isOurs(key))),
    stickyFor: sticky === undefined ? undefined : formatDuration(sticky),
    publishNotReady: spec.publishNotReadyAddresses === true ? true : undefined,
    externalTraffic: outside && externalTrafficPolicy === "Local" ? "Local" : undefined,
    loadBalancerClass: type === "LoadBalancer" ? spec.loadBalancerClass : undefined,
    sourceRanges: type === "LoadBalancer" ? spec.loadBalancerSourceRanges : undefined,
  });
}
