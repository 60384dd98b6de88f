import { stripVTControlCharacters } from "node:util";
import type { Command } from "commander";
import { currentHolder } from "../../release/lock.ts";
import { lastGood } from "../../release/records/choose.ts";
import { liveStatus, type LiveStatus } from "../../release/status.ts";
import { globalOptions } from "../globalOptions.ts";
import { processOutput, type Output } from "../output.ts";
import { table } from "../renderers/units.ts";
import { openSession, type Session } from "../session.ts";
import type { ReleaseRecord } from "../../release/records/record.ts";

/** What serves now. */
export function addStatusCommands(program: Command): void {
  program
    .command("status [services...]")
    .summary("what serves now: version, pods, the last good release, who is releasing")
    .option("-w, --watch", "follow until Ctrl-C")
    .option("--interval <seconds>", "with --watch: seconds between two looks", "2")
    .action(async (services: string[], options: { watch?: boolean; interval: string }, command: Command) => {
      const session = openSession(globalOptions(command));
      const output = processOutput(globalOptions(command));
      await show(session, services, output);
      while (options.watch === true) {
        await new Promise((resolve) => setTimeout(resolve, Math.max(1, Number(options.interval) || 2) * 1000));
        if (process.stdout.isTTY && !output.json) process.stdout.write("\u001b[H\u001b[2J");
        await show(session, services, output);
      }
    });
}

async function show(session: Session, services: string[], output: Output): Promise<void> {
  const scope = { namespace: session.stack.namespace, project: session.stack.project, stack: session.stack.name };
  const [live, records, holder] = await Promise.all([
    liveStatus(session.cluster, session.stack),
    session.records.list(),
    currentHolder(session.cluster, scope),
  ]);
  const wanted = live.filter(({ service }) => services.length === 0 || services.includes(service));
  const { style } = output;
  const head = ["SERVICE", "RUNS", "FILE SAYS", "LAST GOOD", "PODS", "STATE"].map(style.dim);
  const rows = wanted.map((row) => statusRow(row, records, output));
  output.result(
    [
      ...table([head, ...rows], (text) => stripVTControlCharacters(text).length),
      ...(holder === undefined || holder.free ? [] : [style.accent(`releasing now: ${holder.text}`)]),
    ],
    { services: wanted, releasing: holder?.free === false ? holder.text : null },
  );
}

function statusRow(row: LiveStatus, records: readonly ReleaseRecord[], { style }: Output): string[] {
  const state = { healthy: style.good, rolling: style.accent, failing: style.bad, absent: style.dim }[row.state];
  const drift = row.runs !== undefined && row.runs !== row.wanted;
  return [
    style.bold(row.service),
    row.runs ?? style.dim("-"),
    drift ? style.warn(row.wanted) : row.wanted,
    lastGood(records, row.service)?.release.version ?? style.dim("-"),
    `${row.available}/${row.desired}`,
    `${state(row.state)}${row.message === "" ? "" : `: ${row.message}`}`,
  ];
}
