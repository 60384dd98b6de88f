import { UsageProblem } from "../../errors/problem.ts";
import { withJobsAgain } from "../../parameters/jobs.ts";
import { runsOnSchedule } from "../../parameters/serviceParameters.ts";
import { findRecord, inForce } from "../../records/choose.ts";
import type { ReleaseRecord } from "../../records/record.ts";
import type { Rollback } from "./rollback.ts";

/**
 * The parameters of a past release, once more: for a failure that lay outside, or to make the pods new. Where its
 * parameters already are in force, a fresh restart stamp makes the pods pick up what changed around them.
 */
export function resubmitEdits(
  records: readonly ReleaseRecord[],
  id: string,
  at: Date,
): Pick<Rollback, "edits" | "remove" | "basicUnknown"> & { of: string } {
  const record = findRecord(records, id);
  if (record.kind === "run") throw releasesNothing(record);
  const restartedAt = `${at.toISOString().slice(0, 19)}Z`;
  const remove = record.changes
    .filter(({ service, removed }) => removed === true && inForce(records, service) !== undefined)
    .map(({ service }) => service);
  const unknown = record.changes.filter(({ removed, basicUnknown }) => removed !== true && basicUnknown === true);
  return {
    ...(unknown.length === 0 ? {} : { basicUnknown: unknown.map(({ service }) => service) }),
    edits: record.changes
      .filter(({ removed }) => removed !== true)
      .map(({ service, after, groups }) => ({
        service,
        ...after,
        // What goes on is in the groups that the file says by now.
        ...(groups !== undefined && inForce(records, service) === undefined ? { groups } : {}),
        // A schedule has no pods that go on and could be made new: a stamp is an error there.
        release: { ...withJobsAgain(after, restartedAt), ...(runsOnSchedule(after) ? {} : { restartedAt }) },
      })),
    ...(remove.length === 0 ? {} : { remove }),
    of: record.id,
  };
}

function releasesNothing({ id, jobs = [] }: ReleaseRecord): UsageProblem {
  return new UsageProblem({
    code: "RESUBMIT_OF_RUN",
    what: `${id} is a run of a schedule, and released nothing`,
    next: `to run it once more: ${jobs.map(({ service }) => `release run ${service}`).join("; ")}`,
  });
}
