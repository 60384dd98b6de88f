import type { JobFacts } from "../rollout/jobs/job.ts";

export const jobResults = ["running", "succeeded", "failed", "timed out", "skipped"] as const;

/** A job as one release ran it, or left it out. */
export interface JobRun extends JobFacts {
  /** Its Kubernetes object; none where it was skipped. */
  namespace?: string;
  name?: string;
  /** Of the service, with which it ran. */
  version: string;
  result: (typeof jobResults)[number];
  attempts?: number;
  exitCode?: number;
  /** How long it took, all attempts together. */
  seconds?: number;
  /** Why it did not succeed, or was skipped. */
  reason?: string;
  /** Of an undo: the object of the job whose doing it takes back. */
  undoes?: string;
}
