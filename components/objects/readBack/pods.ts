import { isDeepStrictEqual } from "node:util";
import { sidecar } from "../../config/containers.ts";
import type { ExtraContainer, Sidecar } from "../../config/containers.ts";
import type { IntOrPercent } from "../../config/intOrPercent.ts";
import type { Resources } from "../../config/resources.ts";
import type { Service } from "../../config/stackConfig.ts";
import { mainContainerName } from "../containers.ts";
import { gracePeriod } from "../podTemplate.ts";
import { readProbe } from "./probe.ts";
import { readOwnSecurity, readSecurity } from "./security.ts";
import type { ContainerShape, DeploymentShape, PodShape } from "./shapes.ts";

/** The service's parameters as its Deployment has them after the patches, Kubernetes' defaults where a field is gone. */
export function readPods(service: Service, { spec = {} }: DeploymentShape): Service {
  const pod = spec.template?.spec ?? {};
  const own = mainContainerName(service);
  const main = pod.containers?.find(({ name }) => name === own) ?? { name: own };
  const numbers = new Map((main.ports ?? []).map(({ name, containerPort }) => [name ?? "", containerPort]));
  return {
    ...service,
    replicas: service.autoscaling === undefined ? (spec.replicas ?? 1) : service.replicas,
    rollout: readRollout(service, spec),
    drain: readDrain(service, pod, main),
    probes: {
      startup: readProbe(main.startupProbe, numbers),
      readiness: readProbe(main.readinessProbe, numbers),
      liveness: readProbe(main.livenessProbe, numbers),
    },
    resources: readResources(main),
    ...readExtras(service, pod, main),
    ports: Object.fromEntries(
      Object.entries(service.ports).map(([name, port]) => [
        name,
        { ...port, container: numbers.get(name) ?? port.container },
      ]),
    ),
    placement: { ...service.placement, nodeSelector: pod.nodeSelector ?? {} },
    security: readSecurity(pod, main, service.security),
  };
}

function readRollout({ rollout }: Service, spec: NonNullable<DeploymentShape["spec"]>): Service["rollout"] {
  const { maxSurge = "25%", maxUnavailable = "25%" } = spec.strategy?.rollingUpdate ?? {};
  return {
    ...rollout,
    strategy: spec.strategy?.type === "Recreate" ? "Recreate" : "RollingUpdate",
    maxSurge: maxSurge as IntOrPercent,
    maxUnavailable: maxUnavailable as IntOrPercent,
    minReady: spec.minReadySeconds ?? 0,
    deadline: spec.progressDeadlineSeconds ?? 600,
  };
}

/** What of another grace period is more or less than before, the margin has or lacks. */
function readDrain(service: Service, pod: PodShape, { lifecycle }: ContainerShape): Service["drain"] {
  const { drain } = service;
  const command = lifecycle?.preStop?.exec?.command;
  const known = drain.command !== undefined && isDeepStrictEqual(command, drain.command);
  const sleep = known ? drain.sleep : (lifecycle?.preStop?.sleep?.seconds ?? sleptBy(command));
  const grace = pod.terminationGracePeriodSeconds ?? 30;
  const unchanged = sleep === drain.sleep && grace === gracePeriod(service);
  return unchanged ? drain : { ...drain, sleep, margin: grace - sleep - drain.time };
}

/** Of a command only a plain `sleep` is known to take its time. */
function sleptBy(command: readonly string[] = []): number {
  const [, seconds] = /(?:^|[\s;&])sleep (\d+)\b/.exec(command.join(" ")) ?? [];
  return Number(seconds ?? 0);
}

function readResources({ resources = {} }: ContainerShape): Resources {
  const texts = (amounts: Record<string, string | number> = {}) =>
    Object.fromEntries(Object.entries(amounts).map(([key, amount]) => [key, String(amount)]));
  return { requests: texts(resources.requests), limits: texts(resources.limits), devices: {} };
}

/** Containers beside the main one; who stands among `containers` goes on running, as a sidecar does. */
function readExtras(
  service: Service,
  pod: PodShape,
  main: ContainerShape,
): Pick<Service, "sidecars" | "initContainers"> {
  const beside = (pod.containers ?? []).filter(({ name }) => name !== mainContainerName(service));
  const init = pod.initContainers ?? [];
  const known = { ...service.initContainers, ...service.sidecars };
  const extras = (containers: ContainerShape[]) =>
    Object.fromEntries(
      containers.map((container) => [
        container.name,
        { ...readExtra(container, known[container.name]), security: readOwnSecurity(pod, container, main) },
      ]),
    );
  return {
    sidecars: extras([...beside, ...init.filter(({ restartPolicy }) => restartPolicy === "Always")]),
    initContainers: extras(init.filter(({ restartPolicy }) => restartPolicy !== "Always")),
  };
}

function readExtra(container: ContainerShape, known: Sidecar | ExtraContainer | undefined): Sidecar {
  const own = known !== undefined && known.image === undefined;
  return {
    ...sidecar.parse({}),
    ...known,
    ...(own || container.image === undefined ? {} : { image: container.image }),
    resources: readResources(container),
  };
}
