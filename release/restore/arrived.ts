import { sameParameters, type ServiceParameters } from "../../parameters/serviceParameters.ts";
import type { ServiceChange } from "../../records/record.ts";
import { isSettled, type LiveStatus } from "../status.ts";

/** What is there of a service now: in the stack's file, and in the cluster. */
export interface Present {
  wanted: ServiceParameters | undefined;
  live: Pick<LiveStatus, "state" | "runs" | "schedule"> | undefined;
  revision: string | undefined;
  /** Whether its Deployment or CronJob is there, in the stack's file or not. */
  deployed?: boolean;
}

/**
 * Whether a change that nobody saw through is in the cluster all the same, up and healthy. The version alone does not
 * tell: a change of configuration keeps it, so the pods' template (of a schedule the CronJob) must have changed since the
 * release began. Pure.
 */
export function hasArrived({ after, before, revision, removed }: ServiceChange, present: Present): boolean {
  const { live } = present;
  if (removed === true) return present.wanted === undefined && present.deployed !== true;
  const reachedPods = revision === undefined || revision !== present.revision || sameParameters(before, after);
  return (
    sameParameters(present.wanted, after) &&
    live !== undefined &&
    isSettled(live) &&
    live.runs === after.release.version &&
    reachedPods
  );
}
