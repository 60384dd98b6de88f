import { withoutJobs } from "../parameters/jobs.ts";
import { lastGood } from "./choose.ts";
import type { ReleaseRecord, ServiceChange } from "./record.ts";

/** How the services of a failed release come back to what stood before it. */
export interface WayBack {
  /** Those that served before, each to its last good parameters. */
  back: ServiceChange[];
  /** Those that the release brought into the cluster: they leave it again. */
  takenOut: string[];
  /** Those that never served and were not brought by a release: nobody knows what to go back to. */
  left: string[];
}

/**
 * What a restore does, decided from the records alone (newest first). Undefined where no service of the release ever
 * served: then there is nothing to protect, and all is left for a person to mend.
 * @param kept services that jobs keep from going back (release/jobs/clearWay.ts)
 */
export function wayBack(
  failed: ReleaseRecord,
  records: readonly ReleaseRecord[],
  kept: readonly string[] = [],
): WayBack | undefined {
  // A restore that is taken up again has decided on these already.
  const way: WayBack = { back: [], takenOut: [...(failed.takenOut ?? [])], left: [...(failed.left ?? [])] };
  for (const { service, namespace, after, introduced } of failed.changes) {
    if (kept.includes(service)) continue;
    const good = lastGood(records, service);
    if (good !== undefined) way.back.push({ service, namespace, before: after, after: withoutJobs(good) });
    else if (introduced === true) way.takenOut.push(service);
    else way.left.push(service);
  }
  return way.back.length > 0 ? way : undefined;
}
