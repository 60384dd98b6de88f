import type { Command } from "commander";
import { describeRecord } from "../../records/record.ts";
import { recordPlain, type RecordedPlain } from "../../release/verbs/recordPlain.ts";
import { globalOptions } from "../globalOptions.ts";
import { processOutput, type Output } from "../output.ts";
import { resultText } from "../renderers/history.ts";
import { openLook } from "../session.ts";
import { parseTime } from "./history.ts";

export interface RecordOptions {
  fromHistory: true;
  since?: string;
  dryRun?: boolean;
}

/** Gives the updates of plain `pulumi up`s their records. */
export async function recordFromHistory({ since, dryRun = false }: RecordOptions, command: Command): Promise<void> {
  const session = openLook(globalOptions(command));
  const output = processOutput(globalOptions(command));
  const time = since === undefined ? {} : { since: parseTime(since, new Date()) };
  const context = { records: session.records, engine: await session.engine(), stack: session.stack };
  const found = await recordPlain(context, { ...time, dryRun });
  output.result(recordedLines(found, dryRun, output), { ...found, known: found.known.length });
}

function recordedLines({ recorded, known, running }: RecordedPlain, dryRun: boolean, { style }: Output): string[] {
  const verb = dryRun ? "to record" : style.good("recorded");
  const before = known.length === 0 ? "" : `, ${known.length} on record already`;
  return [
    ...recorded.map(
      (record) => `${verb}  ${record.id}  ${describeRecord(record)}  ${resultText(record.result, style)}`,
    ),
    ...running.map(({ id }) => `goes on   ${id}: recorded once it is over`),
    `${recorded.length} ${recorded.length === 1 ? "update" : "updates"} of plain pulumi up ${dryRun ? "without a record" : "recorded"}${before}`,
  ];
}
