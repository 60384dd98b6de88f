import { stripVTControlCharacters } from "node:util";
import {
  describeChanges,
  describeRecord,
  operatorText,
  recordSeconds,
  type ReleaseRecord,
  type ReleaseResult,
} from "../../records/record.ts";
import { jobsInShort } from "./jobs.ts";
import type { Style } from "./style.ts";
import { formatSeconds, table } from "./units.ts";

/** The releases as a table, newest first: what, who, when, how long, how it ended. */
export function historyTable(records: readonly ReleaseRecord[], style: Style): string[] {
  if (records.length === 0) return ["no release on record"];
  const head = ["RELEASE", "KIND", "WHAT", "OPERATOR", "STARTED (UTC)", "TOOK", "RESULT"].map(style.dim);
  const rows = records.map((record) => {
    const seconds = recordSeconds(record);
    return [
      record.id,
      record.kind,
      whatText(record),
      operatorText(record),
      record.startedAt.slice(0, 19).replace("T", " "),
      seconds === undefined ? "" : formatSeconds(seconds),
      `${resultText(record.result, style)}${record.approval?.emergency === undefined ? "" : style.warn(", emergency")}`,
    ];
  });
  return table([head, ...rows], (text) => stripVTControlCharacters(text).length);
}

function whatText(record: ReleaseRecord): string {
  const { changes, jobs = [], description, kind, canary } = record;
  if (kind === "run" || canary !== undefined) return describeRecord(record);
  if (changes.length === 0) return description ?? "";
  return `${describeChanges(changes)}${jobs.length === 0 ? "" : `; ${jobsInShort(jobs)}`}`;
}

export function resultText(result: ReleaseResult, style: Style): string {
  switch (result) {
    case "succeeded":
      return style.good(result);
    case "running":
      return style.accent(result);
    case "cancelled":
    case "interrupted":
    case "rolled back":
      return style.warn(result);
    case "failed":
    case "rollback failed":
      return style.bad(result);
  }
}
