import { withJobsAgain, withoutJobs } from "../parameters/jobs.ts";
import { withoutCanary } from "../parameters/canary.ts";
import type { ServiceParameters } from "../parameters/serviceParameters.ts";
import { lastGoodChange } from "./choose.ts";
import { takesBack } from "./jobRun.ts";
import type { ReleaseRecord, ServiceChange } from "./record.ts";

/** How the services of a failed release come back to what stood before it. */
export interface WayBack {
  /** Those that served before, each to its last good parameters. */
  back: ServiceChange[];
  /** Those that the release brought into the cluster: they leave it again. */
  takenOut: string[];
  /** Those that never served and were not brought by a release: nobody knows what to go back to. */
  left: string[];
  /** Of those that go back: the ones of which no more than the release parameters is known. */
  unknown: string[];
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
  const way: WayBack = {
    back: [],
    takenOut: [...(failed.takenOut ?? [])],
    left: [...(failed.left ?? [])],
    unknown: [],
  };
  const first = firstFailed(failed, records);
  for (const { service, namespace, after, introduced, removed, groups } of failed.changes) {
    if (kept.includes(service)) continue;
    const served = lastGoodChange(records, service);
    const good = served?.after;
    if (served?.basicUnknown === true) way.unknown.push(service);
    const undone = lostItsJobs(first, records, service);
    const asItWas = (parameters: ServiceParameters): ServiceParameters =>
      undone ? { ...parameters, release: withJobsAgain(parameters, stampOf(first)) } : withoutJobs(parameters);
    // Its places went from the stack's file with it; a restore that is taken up again may not have put them back.
    const places = groups !== undefined && (removed === true || failed.kind === "restore") ? { groups } : {};
    const back = (parameters: ServiceParameters): ServiceParameters =>
      first.kind === "canary" ? withoutCanary(asItWas(parameters)) : asItWas(parameters);
    if (good !== undefined) way.back.push({ service, namespace, before: after, after: back(good), ...places });
    else if (introduced === true) way.takenOut.push(service);
    else way.left.push(service);
  }
  return way.back.length > 0 ? way : undefined;
}

/**
 * Whether the failed release (a rollback, say) has undone what a job did that the service's last good state was built on:
 * then its jobs have to run again with it.
 */
function lostItsJobs({ id, jobs = [] }: ReleaseRecord, records: readonly ReleaseRecord[], service: string): boolean {
  const older = records.filter((record) => record.id !== id);
  const good = older.findIndex(
    ({ result, changes }) => result === "succeeded" && changes.some((change) => change.service === service),
  );
  return older
    .slice(Math.max(0, good))
    .some((record) => record.jobs?.some((run) => run.service === service && jobs.some((undo) => takesBack(undo, run))));
}

/** What a restore that failed too was to bring back from. */
function firstFailed(failed: ReleaseRecord, records: readonly ReleaseRecord[]): ReleaseRecord {
  const of = failed.kind === "restore" ? records.find(({ id }) => id === failed.of) : undefined;
  return of === undefined || of === failed ? failed : firstFailed(of, records);
}

/** Another than the good state's own, and the same however often the way back is taken up. */
function stampOf({ startedAt }: ReleaseRecord): string {
  return `${startedAt.slice(0, 19)}Z`;
}
