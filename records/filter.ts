import { operatorText, type ReleaseRecord } from "./record.ts";

/** Which releases a person asks for; all that is named must fit. */
export interface RecordFilter {
  service?: string;
  /** A part of the operator's name, or of whom the API server saw, in any case. */
  operator?: string;
  result?: string;
  kind?: string;
  since?: Date;
  until?: Date;
}

export function filterRecords(records: readonly ReleaseRecord[], filter: RecordFilter): ReleaseRecord[] {
  return records.filter((record) => {
    const startedAt = Date.parse(record.startedAt);
    return (
      (filter.service === undefined ||
        [...record.changes, ...(record.jobs ?? [])].some(({ service }) => service === filter.service)) &&
      (filter.operator === undefined || operatorText(record).toLowerCase().includes(filter.operator.toLowerCase())) &&
      (filter.result === undefined || record.result === filter.result) &&
      (filter.kind === undefined || record.kind === filter.kind) &&
      (filter.since === undefined || startedAt >= filter.since.getTime()) &&
      (filter.until === undefined || startedAt <= filter.until.getTime())
    );
  });
}
