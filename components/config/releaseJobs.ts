import type { JobMoment, ReleaseJob } from "./jobs.ts";
import type { Service } from "./stackConfig.ts";

export interface DeclaredJob {
  when: JobMoment;
  job: ReleaseJob;
  /** With its service's: `web-migrate`. */
  name: string;
  /** Below the service: `jobs.before[0]`. */
  at: string;
}

/** A service's jobs, whether they run or not, in their order. */
export function releaseJobs({ name, jobs }: Service): DeclaredJob[] {
  return (["before", "after"] as const).flatMap((when) =>
    jobs[when].map((job, index) => ({ when, job, name: `${name}-${job.name}`, at: `jobs.${when}[${index}]` })),
  );
}

/** Whether this version's jobs run: they do not where it was gone back to, or they were skipped. */
export function jobsRun({ release }: Service): boolean {
  return release.jobsSkipped !== release.version;
}
