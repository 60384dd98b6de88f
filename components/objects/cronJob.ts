import type { batch, core } from "@pulumi/kubernetes/types/input.js";
import type { CronJobParameters } from "../config/cronJob.ts";
import { omit } from "../config/omit.ts";
import type { Service } from "../config/stackConfig.ts";
import { labels, stableVariant, withLabels } from "./labels.ts";
import type { Manifest } from "./manifest.ts";
import { metadata } from "./metadata.ts";
import { podTemplate } from "./podTemplate.ts";
import type { ConfigNames } from "./volumes.ts";
import { waiverAnnotation } from "./waivers.ts";

export type CronJobManifest = Manifest<"batch/v1", "CronJob", { spec: batch.v1.CronJobSpec }>;

/** A service that runs to its end on a schedule; undefined for one whose pods go on running. */
export function cronJob(service: Service, names: ConfigNames): CronJobManifest | undefined {
  const { cronJob: wanted } = service;
  if (wanted === undefined) return undefined;
  const base = metadata(service, service.name);
  const annotations = { ...base.annotations, ...waiverAnnotation(service) };
  return {
    apiVersion: "batch/v1",
    kind: "CronJob",
    metadata: {
      ...base,
      labels: withLabels(service, labels(service)),
      ...(Object.keys(annotations).length === 0 ? {} : { annotations }),
    },
    spec: {
      schedule: wanted.schedule,
      timeZone: wanted.timeZone,
      concurrencyPolicy: wanted.concurrency,
      ...(wanted.startingDeadline === undefined ? {} : { startingDeadlineSeconds: wanted.startingDeadline }),
      successfulJobsHistoryLimit: wanted.history.succeeded,
      failedJobsHistoryLimit: wanted.history.failed,
      suspend: wanted.suspend,
      jobTemplate: jobTemplate(service, wanted, names),
    },
  };
}

function jobTemplate(service: Service, wanted: CronJobParameters, names: ConfigNames): batch.v1.JobTemplateSpec {
  const own = { "releases/service": service.name, "releases/job": service.name, "releases/job-runs": "schedule" };
  return {
    metadata: { labels: { ...labels(service), ...own } },
    spec: {
      backoffLimit: wanted.attempts - 1,
      activeDeadlineSeconds: wanted.deadline,
      template: runPod(service, names),
    },
  };
}

/** The service's pod, which ends. Each attempt is a new pod, so that the logs of all of them stay. */
function runPod(service: Service, names: ConfigNames): core.v1.PodTemplateSpec {
  const { metadata: of, spec } = podTemplate(asRun(service), stableVariant(service), names) as {
    metadata: core.v1.PodTemplateSpec["metadata"];
    spec: core.v1.PodSpec;
  };
  return { ...(of === undefined ? {} : { metadata: of }), spec: { ...spec, restartPolicy: "Never" } };
}

/** Without what stands there for pods that serve, by the schema's defaults. */
function asRun(service: Service): Service {
  return {
    ...service,
    release: omit(service.release, "restartedAt"),
    ports: {},
    probes: {},
    // One pod is spread over nothing.
    placement: { ...service.placement, spreadNodes: "off", spreadZones: "off", spread: [] },
  };
}
