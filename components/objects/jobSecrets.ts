import type { ReleaseJob } from "../config/jobs.ts";
import { releaseJobs } from "../config/releaseJobs.ts";
import type { Service } from "../config/stackConfig.ts";

/** A secret variable of a job, an entry of its service's Secret. */
interface JobSecret {
  variable: string;
  entry: string;
  /** The config key of its value. */
  key: string;
}

/** The secret variables that a job has in place of the service's. */
export function secretsOf({ name, secrets = {} }: ReleaseJob): JobSecret[] {
  return Object.entries(secrets).map(([variable, key]) => ({ variable, entry: `job.${name}.${variable}`, key }));
}

export function jobSecretEntries(service: Service): JobSecret[] {
  return releaseJobs(service).flatMap(({ job }) => secretsOf(job));
}
