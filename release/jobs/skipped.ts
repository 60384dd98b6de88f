import type { StackConfig } from "../../components/config/stackConfig.ts";
import { goesWithOlder } from "../../components/config/jobs.ts";
import { releaseJobs } from "../../components/config/releaseJobs.ts";
import type { JobRun } from "../../records/jobRun.ts";

/** The jobs of these services as the record has them where they are left out, with the reason given. Pure. */
export function skippedJobs({ services }: StackConfig, named: readonly string[], reason: string): JobRun[] {
  return services
    .filter(({ name }) => named.includes(name))
    .flatMap((service) =>
      releaseJobs(service).map(({ when, job }) => ({
        ...{ service: service.name, job: job.name, runs: when, older: goesWithOlder(job) },
        version: service.release.version,
        result: "skipped" as const,
        reason,
      })),
    );
}
