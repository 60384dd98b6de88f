import { formatDuration } from "../../components/config/duration.ts";
import type { PlainObject } from "../../components/config/layers.ts";
import { isOurs } from "./ours.ts";
import { containerParameters } from "./container.ts";
import { portParameters } from "./ports.ts";
import { present } from "./present.ts";
import { routeParameters } from "./routeParameters.ts";
import type { LiveContainer, LiveDeployment, LivePod, LiveService } from "./shapes.ts";
import { volumeParameters } from "./volumes.ts";
import type { Workload } from "./workloads.ts";

/** A workload as a service's parameters, without a template. */
export interface Said {
  /** Basic parameters, as they are written. */
  basic: PlainObject;
  version: string;
}

/** What parameters can say of a workload. Whatever they say wrong or not at all is for patches to mend. Pure. */
export function parametersOf(workload: Workload): Said {
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

function imageParts(image: string): [string, string] {
  const at = image.indexOf("@");
  const end = at < 0 ? image.lastIndexOf(":") : at;
  return [image.slice(0, end), image.slice(end + 1)];
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

/** Of the grace period, 5s are left as a margin where it has as much. */
function drain(pod: LivePod, { lifecycle }: LiveContainer): PlainObject {
  const grace = pod.terminationGracePeriodSeconds ?? 30;
  const sleep = Math.min(lifecycle?.preStop?.sleep?.seconds ?? 0, grace);
  const margin = Math.min(5, grace - sleep);
  return { sleep: `${sleep}s`, time: formatDuration(grace - sleep - margin), margin: `${margin}s` };
}

function metadata({ deployment, service }: Workload): PlainObject {
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

function filled(entries: [string, unknown][]): PlainObject | undefined {
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

function beside({ autoscaler, budget }: Workload): PlainObject {
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

function security({ account }: Workload, pod: LivePod): PlainObject {
  const { runAsUser, runAsGroup, fsGroup, runAsNonRoot } = pod.securityContext ?? {};
  return present({
    nonRoot: runAsNonRoot === true,
    readOnlyRoot: false,
    escalation: true,
    apiAccess: true,
    user: runAsUser,
    group: runAsGroup,
    fsGroup,
    serviceAccount: account === undefined ? (pod.serviceAccountName ?? "default") : undefined,
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
