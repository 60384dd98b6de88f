import { describeRecord, recordSeconds, type ReleaseRecord } from "../../records/record.ts";
import type { ReleaseSummary } from "../api/releases.ts";

/** A record in one line of the history. Pure. */
export function summaryOf(record: ReleaseRecord): ReleaseSummary {
  const { id, kind, result, changes, jobs = [], operator, user, description, startedAt, endedAt, reason } = record;
  const seconds = recordSeconds(record);
  const services = [...new Set([...changes, ...(kind === "run" ? jobs : [])].map(({ service }) => service))];
  return {
    id,
    kind,
    result,
    what: describeRecord(record),
    services,
    operator,
    ...(user === undefined || user === operator ? {} : { user }),
    ...(description === undefined ? {} : { description }),
    startedAt,
    ...(endedAt === undefined ? {} : { endedAt }),
    ...(seconds === undefined ? {} : { seconds }),
    ...(reason === undefined ? {} : { reason }),
  };
}
