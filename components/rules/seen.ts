import type { CronJobParameters } from "../config/cronJob.ts";
import type { IntOrPercent } from "../config/intOrPercent.ts";
import type { Route } from "../config/routeParameters.ts";
import type { Service } from "../config/stackConfig.ts";
import type { Volume } from "../config/storage.ts";
import type { AnyManifest } from "../objects/manifest.ts";
import { objectsOf } from "../objects/objectsOf.ts";
import { readPods } from "../objects/readBack/pods.ts";
import type { DeploymentShape } from "../objects/readBack/shapes.ts";
import { claimName } from "../objects/volumes.ts";
import { templateOf, workloadKind } from "../objects/workload.ts";

/** The service as its objects have it after the patches: what the rules are to look at. */
export function seen(service: Service): Service {
  if (Object.keys(service.patches).length === 0) return service;
  const made = objectsOf(service, { config: "", secrets: "" });
  const find = (kind: string, name = service.name) =>
    made.find((object) => object.kind === kind && object.metadata.name === name);
  const pods = readWorkload(service, find(workloadKind(service)));
  return {
    ...pods,
    ...readAutoscaling(service, find("HorizontalPodAutoscaler")),
    ...readBudget(service, find("PodDisruptionBudget")),
    ...readRoutes(service, find),
    ports: readPorts(pods, find("Service")),
    service: readService(service, find("Service")),
    volumes: Object.fromEntries(
      Object.entries(service.volumes).map(([name, volume]) => [
        name,
        readVolume(volume, find("PersistentVolumeClaim", claimName(service.name, name))),
      ]),
    ),
  };
}

/** Of a schedule's pods alone: it has no number of them, and none are swapped. */
function readWorkload(service: Service, found: Found): Service {
  if (service.cronJob === undefined) return readPods(service, (found ?? {}) as DeploymentShape);
  const template = templateOf(found);
  const { replicas, rollout } = service;
  const spec = template === undefined ? {} : { template };
  return { ...readPods(service, { spec }), replicas, rollout, cronJob: readCronJob(service.cronJob, found) };
}

function readCronJob(cronJob: CronJobParameters, found: Found): CronJobParameters {
  const { spec = {} } = (found ?? {}) as {
    spec?: {
      schedule?: string;
      timeZone?: string;
      concurrencyPolicy?: CronJobParameters["concurrency"];
      jobTemplate?: { spec?: { activeDeadlineSeconds?: number } };
    };
  };
  return {
    ...cronJob,
    schedule: spec.schedule ?? cronJob.schedule,
    timeZone: spec.timeZone ?? "Etc/UTC",
    concurrency: spec.concurrencyPolicy ?? "Allow",
    deadline: spec.jobTemplate?.spec?.activeDeadlineSeconds ?? Infinity,
  };
}

type Found = AnyManifest | undefined;

function readAutoscaling({ autoscaling }: Service, found: Found): Pick<Partial<Service>, "autoscaling"> {
  if (autoscaling === undefined) return {};
  const { spec = {} } = (found ?? {}) as { spec?: { minReplicas?: number; maxReplicas?: number } };
  return { autoscaling: { ...autoscaling, min: spec.minReplicas ?? 1, max: spec.maxReplicas ?? autoscaling.max } };
}

function readBudget({ budget }: Service, found: Found): Pick<Partial<Service>, "budget"> {
  if (budget === undefined) return {};
  const { spec = {} } = (found ?? {}) as { spec?: { minAvailable?: IntOrPercent; maxUnavailable?: IntOrPercent } };
  const { minAvailable, maxUnavailable } = spec;
  return {
    budget: {
      ...(minAvailable === undefined ? {} : { minAvailable }),
      ...(maxUnavailable === undefined ? {} : { maxUnavailable }),
    },
  };
}

function readRoutes(
  { name, route, routes }: Service,
  find: (kind: string, name: string) => Found,
): Pick<Partial<Service>, "route" | "routes"> {
  return {
    ...(route === undefined ? {} : { route: readRoute(route, find(route.kind, name)) }),
    routes: Object.fromEntries(
      Object.entries(routes).map(([key, more]) => [key, readRoute(more, find(more.kind, `${name}-${key}`))]),
    ),
  };
}

function readRoute(route: Route, found: Found): Route {
  const { spec = {} } = (found ?? {}) as { spec?: { hostnames?: string[]; rules?: { host?: string }[] } };
  const hosts = route.kind === "Ingress" ? (spec.rules ?? []).flatMap(({ host }) => host ?? []) : spec.hostnames;
  return { ...route, hosts: hosts ?? [] };
}

function readService({ service }: Service, found: Found): Service["service"] {
  if (found === undefined) return service;
  const { spec = {} } = found as { spec?: { clusterIP?: string; publishNotReadyAddresses?: boolean } };
  return {
    ...service,
    headless: spec.clusterIP === "None",
    publishNotReady: spec.publishNotReadyAddresses ?? false,
  };
}

function readPorts({ ports }: Service, found: Found): Service["ports"] {
  const { spec = {} } = (found ?? {}) as { spec?: { ports?: { name?: string; port: number }[] } };
  return Object.fromEntries(
    Object.entries(ports).map(([name, port]) => {
      const service = spec.ports?.find((one) => one.name === name)?.port;
      return [name, service === undefined ? port : { ...port, service }];
    }),
  );
}

function readVolume(volume: Volume, claim: Found): Volume {
  const { spec } = (claim ?? {}) as { spec?: { accessModes?: Volume["accessMode"][] } };
  const [accessMode = volume.accessMode] = spec?.accessModes ?? [];
  return { ...volume, accessMode };
}
