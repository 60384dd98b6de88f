import { stripVTControlCharacters } from "node:util";
import type { ServiceParameters } from "../../../parameters/serviceParameters.ts";
import type { ReleaseRecord } from "../../../records/record.ts";
import { historyTable } from "../../renderers/history.ts";
import type { Style } from "../../renderers/style.ts";
import { formatSeconds, table } from "../../renderers/units.ts";
import type { LoadResult } from "../load.ts";
import { requestLines } from "../report.ts";

/** A commit to a service's repository, and what became of it. Times from its push on. */
export interface CommitEnd {
  service: string;
  author: string;
  subject: string;
  commit: string;
  /** Until the pipeline had set the version. */
  pipelineSeconds: number;
  /** Until the new version served everywhere, or the old one again. */
  seconds: number;
  record: ReleaseRecord;
  /** How many releases of it are on record. */
  tries: number;
  /** What the chat was told. */
  told: string | undefined;
}

export interface GitReport {
  commits: readonly CommitEnd[];
  records: readonly ReleaseRecord[];
  load: LoadResult;
  cluster: string;
}

/** The object that `npm start -- --git --json` prints. */
export function gitReportJson({ commits, load, cluster }: GitReport): unknown {
  const { sent, failed, p50Ms, p99Ms } = load;
  return {
    requests: { sent, failed, p50Ms, p99Ms },
    commits: commits.map(({ record, told, ...end }) => ({
      ...end,
      id: record.id,
      result: record.result,
      told: told ?? null,
    })),
    cluster,
  };
}

export function gitReportLines({ commits, records, load }: GitReport, style: Style): string[] {
  const width = (text: string) => stripVTControlCharacters(text).length;
  const times = commits.map(({ service, author, subject, record, pipelineSeconds, seconds, tries }) => [
    `${service} "${subject}" by ${author}`,
    record.result,
    formatSeconds(pipelineSeconds),
    formatSeconds(seconds),
    String(tries),
  ]);
  const head = ["COMMIT", "RESULT", "PIPELINE", "PUSH TO SERVING", "RELEASES"].map(style.dim);
  return [
    "",
    style.bold("History"),
    ...historyTable(records.map(recordInShort), style),
    "",
    style.bold("Commits"),
    ...table([head, ...times], width),
    "",
    ...requestLines(load, style),
  ];
}

function recordInShort(record: ReleaseRecord): ReleaseRecord {
  const of = (parameters: ServiceParameters): ServiceParameters => {
    const { release } = parameters;
    return { ...parameters, release: { ...release, version: inShort(release.version) } };
  };
  const changes = record.changes.map((change) => {
    const { before, after } = change;
    return { ...change, after: of(after), ...(before === undefined ? {} : { before: of(before) }) };
  });
  return { ...record, changes };
}

/** Ids of commits as people write them. */
export function inShort(text: string): string {
  return text.replaceAll(/\b[0-9a-f]{13,64}\b/g, (id) => id.slice(0, 8));
}
