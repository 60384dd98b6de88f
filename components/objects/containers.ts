import type { core } from "@pulumi/kubernetes/types/input.js";
import type { Service } from "../config/stackConfig.ts";
import type { ExtraContainer } from "../config/containers.ts";
import type { Resources } from "../config/resources.ts";
import type { Variables } from "../config/variables.ts";
import { imageReference } from "./image.ts";
import type { Variant } from "./labels.ts";
import { kubernetesProbe } from "./probe.ts";
import { containerSecurityContext } from "./securityContext.ts";
import type { ConfigNames } from "./volumes.ts";
import { variablesFrom, wholeSources } from "./variables.ts";
import { volumeMounts } from "./volumes.ts";

/** The container that serves. Its name is the service's, so that logs and events tell it from sidecars. */
export function mainContainer(service: Service, variant: Variant, names: ConfigNames): core.v1.Container {
  const { ports, probes, drain } = service;
  const numbers = new Map(Object.entries(ports).map(([name, { container }]) => [name, container]));
  const { startup, readiness, liveness } = probes;
  return {
    name: service.name,
    image: imageReference(service.image, variant.version),
    imagePullPolicy: service.imagePull,
    ...words(service),
    ...(numbers.size === 0
      ? {}
      : {
          ports: Object.entries(ports).map(([name, { container, protocol }]) => ({
            name,
            containerPort: container,
            protocol,
          })),
        }),
    ...shared(service, service, names),
    ...(startup === undefined ? {} : { startupProbe: kubernetesProbe(startup, numbers) }),
    ...(readiness === undefined ? {} : { readinessProbe: kubernetesProbe(readiness, numbers) }),
    ...(liveness === undefined ? {} : { livenessProbe: kubernetesProbe(liveness, numbers) }),
    ...(drain.sleep === 0 ? {} : { lifecycle: { preStop: { sleep: { seconds: drain.sleep } } } }),
  };
}

/** Init containers, then sidecars: init containers that go on running (restartPolicy Always), stopped after the main one. */
export function initContainers(service: Service, variant: Variant, names: ConfigNames): core.v1.Container[] {
  const extra = (name: string, container: ExtraContainer): core.v1.Container => ({
    name,
    image: container.image ?? imageReference(service.image, variant.version),
    imagePullPolicy: service.imagePull,
    ...words(container),
    ...shared(
      service,
      {
        env: { ...service.env, ...container.env },
        valueFrom: { ...service.valueFrom, ...container.valueFrom },
        envFrom: [...service.envFrom, ...container.envFrom],
        resources: container.resources,
      },
      names,
    ),
  });
  return [
    ...Object.entries(service.sidecars).map(([name, container]) => ({
      ...extra(name, container),
      restartPolicy: "Always",
    })),
    ...Object.entries(service.initContainers).map(([name, container]) => extra(name, container)),
  ];
}

function words({
  command,
  args,
}: Pick<ExtraContainer, "command" | "args">): Pick<core.v1.Container, "command" | "args"> {
  return { ...(command === undefined ? {} : { command }), ...(args === undefined ? {} : { args }) };
}

interface Shared extends Variables {
  env: Record<string, string>;
  resources: Resources;
}

function shared(service: Service, container: Shared, names: ConfigNames) {
  const { env, resources } = container;
  const from = wholeSources(container);
  const variables = [
    // First, so that a text may name them: $(POD_IP).
    ...variablesFrom(container),
    ...Object.entries(env).map(([name, value]): core.v1.EnvVar => ({ name, value })),
    ...(names.secrets === undefined ? [] : secretVariables(service, names.secrets)),
  ];
  const mounts = volumeMounts(service);
  return {
    ...(from.length === 0 ? {} : { envFrom: from }),
    ...(variables.length === 0 ? {} : { env: variables }),
    resources: present({ requests: present(resources.requests), limits: present(resources.limits) }),
    securityContext: containerSecurityContext(service.security),
    ...(mounts.length === 0 ? {} : { volumeMounts: mounts }),
  };
}

function secretVariables(service: Service, secret: NonNullable<ConfigNames["secrets"]>): core.v1.EnvVar[] {
  return Object.keys(service.secrets).map((name) => ({
    name,
    valueFrom: { secretKeyRef: { name: secret, key: name } },
  }));
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
