import type { JobFacts } from "../rollout/jobs/job.ts";

export const jobResults = ["running", "succeeded", "failed", "timed out", "skipped"] as const;

/** A job as one release ran it, or left it out. */
export interface JobRun extends JobFacts {
  /** Its Kubernetes object; none where it was skipped, or where a plain `pulumi up` ran it, whose history has no names. */
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

/** Whether an undo that ended well took back what the run did. */
export function takesBack(undo: JobRun, run: JobRun): boolean {
  if (undo.runs !== "undo" || undo.result !== "succeeded") return false;
  return run.name === undefined ? run.service === undo.service && run.job === undo.job : run.name === undo.undoes;
}
