import type { core } from "@pulumi/kubernetes/types/input.js";
import type { Service } from "../config/stackConfig.ts";
import type { ExtraContainer } from "../config/containers.ts";
import type { Resources } from "../config/resources.ts";
import { inExpansionOrder } from "./expansionOrder.ts";
import { givenTo, givenToMain } from "./givenTo.ts";
import type { Given } from "./givenTo.ts";
import { imageReference } from "./image.ts";
import type { Variant } from "./labels.ts";
import { kubernetesProbe } from "./probe.ts";
import { containerSecurityContext } from "./securityContext.ts";
import type { ConfigNames } from "./volumes.ts";
import { variablesFrom, wholeSources } from "./variables.ts";
import { fileMounts, ownMounts, volumeMounts } from "./volumes.ts";

/** The service's own, unless it was adopted with another: a container's name cannot be changed without new pods. */
export function mainContainerName({ name, container }: Pick<Service, "name" | "container">): string {
  return container ?? name;
}

/** The container that serves. Its name is the service's, so that logs and events tell it from sidecars. */
export function mainContainer(service: Service, variant: Variant, names: ConfigNames): core.v1.Container {
  const { ports, probes } = service;
  const numbers = portNumbers(ports);
  return {
    name: mainContainerName(service),
    image: imageReference(service.image, variant.version),
    imagePullPolicy: service.imagePull,
    ...words(service),
    ...portsOf(ports),
    ...variablesOf(givenToMain(service), names),
    resources: resourcesOf(service.resources),
    securityContext: containerSecurityContext(service.security),
    ...mountsOf(volumeMounts(service), fileMounts(givenToMain(service))),
    ...probesOf(probes, numbers),
    ...lifecycle(service),
  };
}

/** Init containers, then sidecars: init containers that go on running (restartPolicy Always), stopped after the main one. */
export function initContainers(service: Service, variant: Variant, names: ConfigNames): core.v1.Container[] {
  const extra = (name: string, container: ExtraContainer): core.v1.Container => ({
    name,
    image: container.image ?? imageReference(service.image, variant.version),
    imagePullPolicy: service.imagePull,
    ...words(container),
    ...variablesOf(givenTo(service, name, container), names),
    resources: resourcesOf(container.resources),
    securityContext: containerSecurityContext(service.security, container.security),
    ...mountsOf(ownMounts(service, container), fileMounts(givenTo(service, name, container))),
  });
  return [
    ...Object.entries(service.sidecars).map(([name, sidecar]) => ({
      ...extra(name, sidecar),
      ...portsOf(sidecar.ports),
      ...probesOf(sidecar.probes, portNumbers(sidecar.ports)),
      restartPolicy: "Always",
    })),
    ...Object.entries(service.initContainers).map(([name, container]) => extra(name, container)),
  ];
}

function lifecycle({ drain, afterStart }: Service): Pick<core.v1.Container, "lifecycle"> {
  const { command, sleep } = drain;
  const preStop =
    command === undefined ? (sleep === 0 ? undefined : { sleep: { seconds: sleep } }) : { exec: { command } };
  if (preStop === undefined && afterStart === undefined) return {};
  return {
    lifecycle: {
      ...(afterStart === undefined ? {} : { postStart: { exec: { command: afterStart } } }),
      ...(preStop === undefined ? {} : { preStop }),
    },
  };
}

function words({
  command,
  args,
}: Pick<ExtraContainer, "command" | "args">): Pick<core.v1.Container, "command" | "args"> {
  return { ...(command === undefined ? {} : { command }), ...(args === undefined ? {} : { args }) };
}

type Ports = Record<string, { container: number; protocol: string }>;

function portNumbers(ports: Ports): Map<string, number> {
  return new Map(Object.entries(ports).map(([name, { container }]) => [name, container]));
}

function portsOf(ports: Ports): Pick<core.v1.Container, "ports"> {
  const named = Object.entries(ports);
  if (named.length === 0) return {};
  return { ports: named.map(([name, { container, protocol }]) => ({ name, containerPort: container, protocol })) };
}

function probesOf({ startup, readiness, liveness }: Service["probes"], numbers: ReadonlyMap<string, number>) {
  return {
    ...(startup === undefined ? {} : { startupProbe: kubernetesProbe(startup, numbers) }),
    ...(readiness === undefined ? {} : { readinessProbe: kubernetesProbe(readiness, numbers) }),
    ...(liveness === undefined ? {} : { livenessProbe: kubernetesProbe(liveness, numbers) }),
  };
}

function variablesOf(given: Given, { secrets }: ConfigNames): Pick<core.v1.Container, "env" | "envFrom"> {
  const from = wholeSources(given);
  const ours = secrets === undefined ? [] : Object.entries(given.secrets);
  const variables = [
    // First, so that a text may name them: $(POD_IP).
    ...variablesFrom(given),
    ...Object.entries(given.env).map(([name, value]): core.v1.EnvVar => ({ name, value })),
    ...ours.map(([name, key]) => ({ name, valueFrom: { secretKeyRef: { name: secrets ?? "", key } } })),
  ];
  return {
    ...(from.length === 0 ? {} : { envFrom: from }),
    ...(variables.length === 0 ? {} : { env: inExpansionOrder(variables) }),
  };
}

/** Of devices the limit is the request, so it is said once. */
function resourcesOf({ requests, limits, devices }: Resources): core.v1.ResourceRequirements {
  const counted = Object.fromEntries(Object.entries(devices).map(([name, count]) => [name, String(count)]));
  return present({ requests: present(requests), limits: present({ ...limits, ...counted }) });
}

function mountsOf(...mounts: core.v1.VolumeMount[][]): Pick<core.v1.Container, "volumeMounts"> {
  const all = mounts.flat();
  return all.length === 0 ? {} : { volumeMounts: all };
}

/** The object without absent and empty members: Kubernetes keeps no empty maps, and neither should a diff. */
function present<V>(members: Record<string, V | undefined>): Record<string, V> {
  return Object.fromEntries(
    Object.entries(members).filter((entry): entry is [string, V] => {
      const value = entry[1];
      return value !== undefined && !(typeof value === "object" && value !== null && Object.keys(value).length === 0);
    }),
  );
}
