import type { V1CronJob, V1Job } from "@kubernetes/client-node";

/**
 * The Job that a CronJob would make now, as `kubectl create job --from` writes it: the CronJob's own, so that its limits
 * of history hold for it, and it goes with it. Pure.
 */
export function manualJob(
  { metadata, spec }: V1CronJob,
  name: string,
  { operator, release }: { operator: string; release: string },
): V1Job {
  const { metadata: of, spec: job } = spec.jobTemplate;
  const told = { "releases/older-versions": "yes", "releases/operator": operator, "releases/release": release };
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: {
      name,
      ...(metadata?.namespace === undefined ? {} : { namespace: metadata.namespace }),
      labels: { ...of?.labels, "releases/job-runs": "run" },
      annotations: { ...of?.annotations, "cronjob.kubernetes.io/instantiate": "manual", ...told },
      ownerReferences: [
        {
          apiVersion: "batch/v1",
          kind: "CronJob",
          name: metadata?.name ?? "",
          uid: metadata?.uid ?? "",
          controller: true,
        },
      ],
    },
    ...(job === undefined ? {} : { spec: job }),
  };
}
