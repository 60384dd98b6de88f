import type { ReleaseRecord } from "./record.ts";

/** What no change of a service mends: the cluster does not answer, or somebody else holds a field of an object. */
const outside = /the cluster does not answer|API server (does|did) not answer|cluster is unreachable|was left as it is/;

/**
 * Whether the reason of a failure lies outside what was released, so that trying the very same again may help. Pure. A
 * workload that is to blame is never outside, unless nobody could see it; nor is it known of what an update of Pulumi's
 * own failed for.
 */
export function liesOutside({ cause, reason }: Pick<ReleaseRecord, "cause" | "reason">): boolean {
  if (cause !== undefined && cause.code !== "DeadlineExceeded") return false;
  return cause === undefined && reason === undefined ? true : outside.test(reason ?? "");
}
