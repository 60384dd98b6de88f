import { createHash } from "node:crypto";
import type { V1Container, V1Deployment, V1Job, V1PodSpec } from "@kubernetes/client-node";
import { omit } from "../../components/config/omit.ts";
import { checkLabels, checkSelector } from "../../components/objects/checkPods.ts";

export interface JobAsked {
  namespace: string;
  service: string;
  check: string;
  /** When the step began, in ms since 1970: each step has its own Job, which whoever takes the step over finds again. */
  since: number;
  command: readonly string[];
  image?: string;
  /** Time for it, in seconds. */
  deadline: number;
  /** Where each track is asked; absent for a service without ports. */
  urls: { canary?: string; stable?: string };
}

/** What finds the Jobs of this check, of former steps too. */
export function jobSelector({ service, check }: Pick<JobAsked, "service" | "check">): string {
  return checkSelector(service, check);
}

/** `web-canary-smoke-1f3a9c2e`, the same for the same step. */
export function jobName({ service, check, since }: Pick<JobAsked, "service" | "check" | "since">): string {
  const id = createHash("sha256").update(`${service}/${check}/${since}`).digest("hex").slice(0, 8);
  // 63 characters are the most: the Job's pods have its name as a label.
  return `${`${service}-canary-${check}`.slice(0, 54).replace(/-+$/, "")}-${id}`;
}

/** Seconds until a Job that nobody was left to take away goes by itself. */
const keptSeconds = 600;

/**
 * The Job of a check: the pod of the canary's Deployment as it stands, with its configuration, and one container that
 * ends. By other labels, so that no Service sends it requests, and without volumes that are another's alone. Pure.
 */
export function checkJob({ spec }: V1Deployment, asked: JobAsked): V1Job {
  const { namespace, service, check, deadline } = asked;
  const pod = spec?.template.spec;
  const labels = checkLabels(service, check);
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name: jobName(asked), namespace, labels },
    spec: {
      backoffLimit: 0,
      activeDeadlineSeconds: deadline,
      ttlSecondsAfterFinished: keptSeconds,
      template: { metadata: { labels }, spec: jobPod(pod, asked) },
    },
  };
}

function jobPod(pod: V1PodSpec = { containers: [] }, asked: JobAsked): V1PodSpec {
  const volumes = (pod.volumes ?? []).filter(
    ({ persistentVolumeClaim, ephemeral }) => persistentVolumeClaim === undefined && ephemeral === undefined,
  );
  const names = new Set(volumes.map(({ name }) => name));
  return {
    ...omit(pod, "initContainers", "topologySpreadConstraints", "affinity"),
    restartPolicy: "Never",
    volumes,
    containers: pod.containers.slice(0, 1).map((main) => container(main, asked, names)),
  };
}

function container(main: V1Container, { check, command, image, urls }: JobAsked, volumes: Set<string>): V1Container {
  const given = [
    { name: "RELEASE_CANARY_URL", value: urls.canary },
    { name: "RELEASE_STABLE_URL", value: urls.stable },
  ].flatMap(({ name, value }) => (value === undefined ? [] : [{ name, value }]));
  const env = (main.env ?? []).filter(({ name }) => !given.some((one) => one.name === name));
  return {
    ...omit(main, "ports", "livenessProbe", "readinessProbe", "startupProbe", "lifecycle", "args"),
    name: check,
    ...(image === undefined ? {} : { image }),
    command: [...command],
    env: [...env, ...given],
    volumeMounts: (main.volumeMounts ?? []).filter(({ name }) => volumes.has(name)),
  };
}
