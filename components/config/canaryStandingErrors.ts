import { splitOf } from "../objects/canarySplit.ts";
import { goesWithOlder } from "./jobs.ts";
import { jobsRun } from "./releaseJobs.ts";
import type { Service } from "./stackConfig.ts";

/** What does not go with where a canary stands. */
export function standingErrors(service: Service): string[] {
  const { name, canary, release, jobs } = service;
  const standing = release.canary;
  if (standing === undefined) return [];
  const at = `releases:current.${name}.canary`;
  const split = splitOf(service);
  const { weight, replicas, step = 1, version } = standing;
  const steps = canary?.steps.length;
  const ofCanary = { ...service, release: { ...release, version } };
  const binding = canary !== undefined && jobsRun(ofCanary) ? jobs.before : [];
  return [
    ...(steps === undefined || step <= steps
      ? []
      : [`${at}.step: ${step} was given; the service has ${steps} of them`]),
    ...(split === "replicas" && weight !== undefined && replicas !== undefined
      ? [`${at}: requests are shared out by the number of pods here; say replicas or weight`]
      : []),
    ...(canary !== undefined && split !== "replicas" && weight === undefined
      ? [`${at}.weight: missing; requests are shared out by ${split}, and replicas says only how many pods take them`]
      : []),
    ...binding
      .filter((job) => goesWithOlder(job) !== "yes")
      .map(
        (job) =>
          `${at}: job ${job.name} runs before the canary's pods, and ${release.version}, which serves on beside them, is not said to go with what it does; split the change into one that both versions go with (compatible: true), or release ${version} without a canary`,
      ),
  ];
}
