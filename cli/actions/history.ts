import type { Command } from "commander";
import { resolve } from "node:path";
import { UsageProblem } from "../../errors/problem.ts";
import { writeFileAtomic } from "../../host/atomicFile.ts";
import { filterRecords, type RecordFilter } from "../../records/filter.ts";
import { findRecord } from "../../records/choose.ts";
import type { ReleaseRecord } from "../../records/record.ts";
import { withEnds } from "../../release/run/close.ts";
import { cutOff, cutOffLines } from "../cutOff.ts";
import { globalOptions } from "../globalOptions.ts";
import { processOutput, type Output } from "../output.ts";
import { canarySvg } from "../renderers/canarySvg.ts";
import { historyTable } from "../renderers/history.ts";
import { recordLines } from "../renderers/record.ts";
import { history, openLook } from "../session.ts";

export interface HistoryOptions {
  service?: string;
  operator?: string;
  result?: string;
  kind?: string;
  since?: string;
  until?: string;
  limit?: string;
}

export async function showHistory(options: HistoryOptions, command: Command): Promise<void> {
  const session = openLook(globalOptions(command));
  const output = processOutput(globalOptions(command));
  const all = await withEnds(await history(session), session.cluster);
  const shown = filterRecords(all, recordFilter(options, new Date())).slice(0, positive(options.limit ?? "20"));
  const orphans = await cutOff(session, shown);
  output.result([...historyTable(shown, output.style), ...cutOffLines(orphans, output.style)], shown);
}

/** One release in full. */
export async function showRelease(id: string, { svg }: { svg?: string }, command: Command): Promise<void> {
  const globals = globalOptions(command);
  const session = openLook(globals);
  const output = processOutput(globals);
  const [record] = await withEnds([findRecord(await history(session), id)], session.cluster);
  if (record === undefined) return;
  if (svg !== undefined) await writeCanary(record, resolve(globals.cwd ?? ".", svg), output);
  const evidence = await session.records.evidence(record);
  output.result(recordLines(record, evidence, output.style), { record, evidence });
}

/** @throws UsageProblem PICTURE_OF_NOTHING */
async function writeCanary(record: ReleaseRecord, file: string, output: Output): Promise<void> {
  if (record.canary?.points === undefined) {
    throw new UsageProblem({
      code: "PICTURE_OF_NOTHING",
      what: `release ${record.id} is no end of a canary: there is nothing to draw`,
      next: "release history --kind canary; a promotion or an abort has its picture",
    });
  }
  await writeFileAtomic(file, canarySvg(record));
  output.say(`written: ${file}`);
}

function recordFilter(options: HistoryOptions, now: Date): RecordFilter {
  return {
    ...(options.service === undefined ? {} : { service: options.service }),
    ...(options.operator === undefined ? {} : { operator: options.operator }),
    ...(options.result === undefined ? {} : { result: options.result }),
    ...(options.kind === undefined ? {} : { kind: options.kind }),
    ...(options.since === undefined ? {} : { since: parseTime(options.since, now) }),
    ...(options.until === undefined ? {} : { until: parseTime(options.until, now) }),
  };
}

const units = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** `7d` before now, or a date as ISO 8601 writes it. @throws UsageProblem TIME_MALFORMED */
export function parseTime(text: string, now: Date): Date {
  const age = /^(\d+)([mhd])$/.exec(text);
  if (age !== null) return new Date(now.getTime() - Number(age[1]) * units[age[2] as keyof typeof units]);
  const time = new Date(text);
  if (!Number.isNaN(time.getTime())) return time;
  throw new UsageProblem({
    code: "TIME_MALFORMED",
    what: `"${text}" is neither a time nor an age`,
    next: "e.g. 2026-11-22, 2026-11-22T01:30Z, 90m, 12h or 7d",
  });
}

function positive(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new UsageProblem({
    code: "LIMIT_MALFORMED",
    what: `--limit ${text} is not a whole number above 0`,
    next: "e.g. --limit 50",
  });
}
