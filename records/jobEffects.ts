import type { ServiceParameters } from "../parameters/serviceParameters.ts";
import { takesBack, type JobRun } from "./jobRun.ts";
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
  const names = namesOf(records, service);
  return standingEffects(records, names)
    .filter(({ run, index }) => {
      if (run.version === version) return false;
      const servedSince = records.slice(0, index + 1).some((record) => served(record, names, version));
      const stood = changesOf(records[index], names).some(({ before }) => before?.release.version === version);
      return !servedSince && (stood || records.slice(index + 1).some((record) => served(record, names, version)));
    })
    .map(({ run }) => run);
}

/** What the service has been called: its data went with it to each name. */
function namesOf(records: readonly ReleaseRecord[], service: string): ReadonlySet<string> {
  const renamings = records.flatMap(({ changes }) =>
    changes.flatMap(({ service: from, renamedTo: to }) => (to === undefined ? [] : [[from, to] as const])),
  );
  const names = new Set([service]);
  // A set that is added to while it is gone through is gone through to its new end.
  for (const name of names) {
    for (const [from, to] of renamings) {
      if (from === name) names.add(to);
      if (to === name) names.add(from);
    }
  }
  return names;
}

function standingEffects(
  records: readonly ReleaseRecord[],
  names: ReadonlySet<string>,
): { run: JobRun; index: number }[] {
  let standing: { run: JobRun; index: number }[] = [];
  for (const [index, record] of [...records.entries()].reverse()) {
    for (const run of record.jobs ?? []) {
      if (!names.has(run.service)) continue;
      const done = run.result === "succeeded" || run.result === "running";
      if (run.runs === "undo" && run.result === "succeeded") {
        standing = standing.filter((other) => !takesBack(run, other.run));
      } else if (run.runs !== "undo" && run.older !== "yes" && done) {
        standing.unshift({ run, index });
      }
    }
  }
  return standing;
}

/** What leaves with a release does not serve with it. */
function served(record: ReleaseRecord, names: ReadonlySet<string>, version: string): boolean {
  if (record.result !== "succeeded") return false;
  return changesOf(record, names).some(({ removed, after }) => removed !== true && after.release.version === version);
}

function changesOf(record: ReleaseRecord | undefined, names: ReadonlySet<string>): ServiceChange[] {
  return record?.changes.filter(({ service }) => names.has(service)) ?? [];
}
