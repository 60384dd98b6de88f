import type { Input } from "@pulumi/pulumi";
import type { batch, core } from "@pulumi/kubernetes/types/input.js";
import { goesWithOlder, type JobMoment, type ReleaseJob } from "../config/jobs.ts";
import { jobsRun, releaseJobs } from "../config/releaseJobs.ts";
import { omit } from "../config/omit.ts";
import type { Service } from "../config/stackConfig.ts";
import { contentHash } from "./contentHash.ts";
import { secretsOf } from "./jobSecrets.ts";
import { jobPodName, labels, stableVariant } from "./labels.ts";
import type { Manifest } from "./manifest.ts";
import { metadata } from "./metadata.ts";
import { patched } from "./patches.ts";
import { podTemplate } from "./podTemplate.ts";
import type { ConfigNames } from "./volumes.ts";

export type JobManifest = Manifest<"batch/v1", "Job", { spec: batch.v1.JobSpec }, Input<string>>;

export interface ServiceJob {
  when: JobMoment;
  /** With its service's: `web-migrate`. */
  name: string;
  /** `id` tells one run from the next. */
  manifest: (id: Input<string>, named: (id: Input<string>) => Input<string>) => JobManifest;
}

/** Time by which Pulumi outwaits the Job's own deadline, in seconds. */
const margin = 30;

/** The jobs that run with the service's present version. */
export function serviceJobs(service: Service, names: ConfigNames): ServiceJob[] {
  if (!jobsRun(service)) return [];
  return releaseJobs(service).map(({ when, job, name }) => ({
    when,
    name,
    manifest: (id, named) => patched(service, jobManifest(service, { when, job, name: named(id) }, names)),
  }));
}

/**
 * The service in its canary's version, whose jobs run before the canary's pods, and are then the service's own when it is
 * promoted; undefined where no canary is declared or on its way.
 */
export function asPromoted(service: Service): Service | undefined {
  const { canary, release } = service;
  const { version } = release.canary ?? release;
  if (canary === undefined || version === release.version) return undefined;
  return { ...service, release: { ...omit(release, "canary"), version } };
}

/** Changes with whatever would make another Job, the names of configuration aside. */
export function jobsHash(service: Service): string {
  return contentHash(serviceJobs(service, {}).map(({ name, manifest }) => manifest("", () => name)));
}

/** Named by what makes each another Job, where a release by Pulumi draws a random id. */
export function renderedJobs(service: Service, names: ConfigNames): Record<JobMoment, JobManifest[]> {
  const promoted = asPromoted(service);
  const before = promoted === undefined ? [] : renderedAt("before", promoted, names);
  return { before: [...renderedAt("before", service, names), ...before], after: renderedAt("after", service, names) };
}

function renderedAt(moment: JobMoment, service: Service, names: ConfigNames): JobManifest[] {
  const id = contentHash([service.release.version, jobsHash(service), service.release.jobsAgain]).slice(0, 8);
  return serviceJobs(service, names)
    .filter(({ when }) => when === moment)
    .map(({ name, manifest }) => manifest(id, () => `${name}-${id}`));
}

function jobManifest(
  service: Service,
  { when, job, name }: { when: JobMoment; job: ReleaseJob; name: Input<string> },
  names: ConfigNames,
): JobManifest {
  const base = metadata(service, name);
  const own = jobLabels(service, when, job);
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: {
      ...base,
      labels: { ...base.labels, ...own },
      annotations: {
        ...base.annotations,
        "releases/older-versions": goesWithOlder(job),
        ...(job.undo === undefined ? {} : { "releases/undo": JSON.stringify(job.undo) }),
        "pulumi.com/timeoutSeconds": String(job.deadline + margin),
      },
    },
    spec: {
      backoffLimit: job.attempts - 1,
      activeDeadlineSeconds: job.deadline,
      template: jobPod(service, job, own, names),
    },
  };
}

function jobLabels(service: Service, when: JobMoment, job: ReleaseJob): Record<string, string> {
  return {
    "app.kubernetes.io/name": jobPodName(service.name, job.name),
    "app.kubernetes.io/version": labels(service)["app.kubernetes.io/version"] ?? "",
    "releases/service": service.name,
    "releases/job": job.name,
    "releases/job-runs": when,
  };
}

/** The service's pod, with one container that ends. Each attempt is a new pod, so that the logs of all of them stay. */
function jobPod(
  service: Service,
  job: ReleaseJob,
  own: Record<string, string>,
  names: ConfigNames,
): core.v1.PodTemplateSpec {
  const { metadata: of, spec } = podTemplate(asJob(service, job), stableVariant(service), names) as {
    metadata: { labels: Record<string, string> };
    spec: core.v1.PodSpec & { containers: core.v1.Container[] };
  };
  return {
    metadata: { labels: { ...omit(of.labels, "track", ...Object.keys(service.selector ?? {})), ...own } },
    spec: { ...spec, restartPolicy: "Never", containers: spec.containers.map((main) => container(main, job, names)) },
  };
}

const lasting: ReadonlySet<string> = new Set(["persistent", "claim"]);

/** What the service hands to a job. No volume that lasts: it may be on another node, and another's alone to write. */
function asJob(service: Service, job: ReleaseJob): Service {
  const volumes = Object.fromEntries(Object.entries(service.volumes).filter(([, { kind }]) => !lasting.has(kind)));
  return {
    // By labels that another had chosen (selector), its Service would send requests to the job's pods.
    ...omit(service, "command", "args", "afterStart", "selector"),
    release: omit(service.release, "restartedAt"),
    ...(job.command === undefined ? {} : { command: job.command }),
    ...(job.args === undefined ? {} : { args: job.args }),
    env: { ...service.env, ...job.env },
    secrets: job.secrets === undefined ? service.secrets : {},
    resources: job.resources ?? service.resources,
    security: { ...service.security, serviceAccount: job.account ?? service.security.serviceAccount },
    placement: { ...service.placement, spreadNodes: "off", spreadZones: "off", spread: [] },
    ports: {},
    probes: {},
    drain: { ...omit(service.drain, "command"), sleep: 0 },
    podAnnotations: {},
    podLabels: {},
    sidecars: {},
    initContainers: {},
    volumes,
  };
}

function container(main: core.v1.Container, job: ReleaseJob, { secrets }: ConfigNames): core.v1.Container {
  const own = secretsOf(job).map(({ variable, entry }): core.v1.EnvVar => {
    return { name: variable, valueFrom: { secretKeyRef: { name: secrets ?? "", key: entry } } };
  });
  const env = [...((main.env ?? []) as core.v1.EnvVar[]), ...own];
  return {
    ...main,
    name: job.name,
    ...(job.image === undefined ? {} : { image: job.image }),
    ...(env.length === 0 ? {} : { env }),
  };
}
