import { isOwnLabel } from "../../components/config/adopted.ts";
import { formatDuration } from "../../components/config/duration.ts";
import type { PlainObject } from "../../components/config/layers.ts";
import { omit } from "../../components/config/omit.ts";
import { containerParameters } from "./container.ts";
import { isOurs } from "./ours.ts";
import { drain, filled, imageParts, security, type Said } from "./podParameters.ts";
import { present } from "./present.ts";
import type { LiveContainer, LiveCronJob } from "./shapes.ts";
import { volumeParameters } from "./volumes.ts";
import type { Scheduled } from "./workload.ts";

/** What Kubernetes gives a Job that does not say how often it is tried. */
const usualBackoff = 6;

/** What parameters can say of a CronJob; the rest is for patches. Pure. */
export function scheduleParameters(workload: Scheduled): Said {
  const { name, cronJob } = workload;
  const { metadata: ofPods = {}, spec: pod } = cronJob.spec.jobTemplate.spec.template;
  const [main] = pod.containers as [LiveContainer];
  const [image, version] = imageParts(main.image);
  const basic = present({
    image,
    container: main.name === name ? undefined : main.name,
    cronJob: runs(cronJob.spec),
    // Nobody asks a run whether it is ready.
    ...omit(containerParameters(main, new Map()), "probes"),
    drain: drain(pod, main),
    volumes: volumeParameters(pod, main),
    labels: filled(Object.entries(cronJob.metadata.labels ?? {}).filter(([key]) => isTheirs(key))),
    podLabels: filled(Object.entries(ofPods.labels ?? {}).filter(([key]) => isTheirs(key))),
    podAnnotations: filled(Object.entries(ofPods.annotations ?? {}).filter(([key]) => !isOurs(key))),
    imagePullSecrets: (pod.imagePullSecrets ?? []).flatMap((secret) => secret.name ?? []),
    placement: present({ nodeSelector: pod.nodeSelector, priorityClass: pod.priorityClassName }),
    security: security(workload, pod),
  });
  return { basic, version };
}

/** By ours the runs are found; no selector holds on to those that were there. */
function isTheirs(label: string): boolean {
  return !isOurs(label) && !isOwnLabel(label);
}

/** What is beyond what a parameter takes is left to a patch. */
function runs({ jobTemplate, ...spec }: LiveCronJob["spec"]): PlainObject {
  const { backoffLimit = usualBackoff, activeDeadlineSeconds } = jobTemplate.spec;
  return present({
    schedule: spec.schedule,
    timeZone: spec.timeZone,
    concurrency: spec.concurrencyPolicy,
    startingDeadline: seconds(spec.startingDeadlineSeconds, 10),
    attempts: Math.min(backoffLimit + 1, 20),
    deadline: seconds(activeDeadlineSeconds, 1),
    history: present({
      succeeded: count(spec.successfulJobsHistoryLimit),
      failed: count(spec.failedJobsHistoryLimit),
    }),
    suspend: spec.suspend,
  });
}

function seconds(value: number | undefined, least: number): string | undefined {
  return value === undefined || value < least || value > 604_800 ? undefined : formatDuration(value);
}

function count(value: number | undefined): number | undefined {
  return value === undefined || value > 100 ? undefined : value;
}
