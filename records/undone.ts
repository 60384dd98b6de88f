import type { JobRun } from "./jobRun.ts";
import type { ReleaseRecord } from "./record.ts";

/** What the undos of a release have left of the data, where not all of them came about. */
export interface HalfUndone {
  /** Taken back for good: not undone once more by whoever comes next. */
  undone: JobRun[];
  /** One that failed, and those that were not begun after it. */
  standing: JobRun[];
}

/** Undefined where every undo ended well, or none was begun. Pure. */
export function halfUndone({ jobs = [] }: Pick<ReleaseRecord, "jobs">): HalfUndone | undefined {
  const undos = jobs.filter(({ runs }) => runs === "undo");
  const undone = undos.filter(({ result }) => result === "succeeded");
  const standing = undos.filter(({ result }) => result !== "succeeded" && result !== "running");
  return standing.length === 0 ? undefined : { undone, standing };
}

/** `undone: job migrate of web v3; not undone: job copy of web v2` */
export function undoneText({ undone, standing }: HalfUndone): string {
  const parts = [
    ...(undone.length === 0 ? [] : [`undone: ${undone.map(jobText).join(", ")}`]),
    `not undone: ${standing.map(jobText).join(", ")}`,
  ];
  return parts.join("; ");
}

/** `job migrate of web v2` */
function jobText({ job, service, version }: JobRun): string {
  return `job ${job} of ${service} ${version}`;
}
