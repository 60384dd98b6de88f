import type { ServiceParameters } from "../parameters/serviceParameters.ts";
import type { JobRun } from "./jobRun.ts";
import type { ReleaseRecord, ServiceChange } from "./record.ts";

/** Decides, from the records alone (newest first), which jobs stand in the way of a service's older version. */

/**
 * What jobs have done since, that the version asked for is not said to go with; newest first. Nothing for a version that
 * never served before them, has served since, or is the one whose jobs they were. A job that failed counts as not done;
 * one that nobody saw the end of as done. Pure.
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
      const servedSince = records.slice(0, index + 1).some((record) => served(record, service, version));
      const stood = changeOf(records[index], service)?.before?.release.version === version;
      return !servedSince && (stood || records.slice(index + 1).some((record) => served(record, service, version)));
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

function served(record: ReleaseRecord, service: string, version: string): boolean {
  return record.result === "succeeded" && changeOf(record, service)?.after.release.version === version;
}

function changeOf(record: ReleaseRecord | undefined, service: string): ServiceChange | undefined {
  return record?.changes.find((change) => change.service === service);
}
