import type { ServiceParameters } from "../parameters/serviceParameters.ts";
import type { JobRun } from "./jobRun.ts";
import type { ReleaseRecord } from "./record.ts";

/** Decides, from the records alone (newest first), which jobs stand in the way of a service's older version. */

/**
 * What jobs have done since, that the version asked for is not said to go with; newest first. Nothing for a version that
 * is new, that has served since, or whose own the jobs were. A job that failed counts as not done; one that nobody saw
 * the end of as done. Pure.
 */
export function effectsInTheWay(
  records: readonly ReleaseRecord[],
  service: string,
  asked: ServiceParameters,
): JobRun[] {
  const { version } = asked.release;
  return standingEffects(records, service)
    .filter(({ run, index }) => {
      if (run.version === version) return false;
      const since = records.slice(0, index + 1);
      const served = since.some((record) => record.result === "succeeded" && asksFor(record, service, version));
      const before = records.slice(index);
      return !served && before.some((record) => asksFor(record, service, version, index, records));
    })
    .map(({ run }) => run);
}

function standingEffects(records: readonly ReleaseRecord[], service: string): { run: JobRun; index: number }[] {
  let standing: { run: JobRun; index: number }[] = [];
  for (const [index, record] of [...records.entries()].reverse()) {
    for (const run of record.jobs ?? []) {
      if (run.service !== service) continue;
      const done = run.result === "succeeded" || run.result === "running";
      if (run.runs === "undo" && run.result === "succeeded") {
        standing = standing.filter((other) => other.run.name !== run.undoes);
      } else if (run.runs !== "undo" && run.older !== "yes" && done) {
        standing.unshift({ run, index });
      }
    }
  }
  return standing;
}

/** What a release asked for; of the one that ran the job also what stood before it. */
function asksFor(
  record: ReleaseRecord,
  service: string,
  version: string,
  index?: number,
  records: readonly ReleaseRecord[] = [],
): boolean {
  const change = record.changes.find((one) => one.service === service);
  if (change?.after.release.version === version) return true;
  return index !== undefined && records[index] === record && change?.before?.release.version === version;
}
