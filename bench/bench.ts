import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { reportError } from "../cli/reportError.ts";
import { exitCodes } from "../errors/problem.ts";
import { measuredCommit, thisMachine, type Machine } from "./machine.ts";
import { benchmarks, measure } from "./measure.ts";
import { judge } from "./mustHold.ts";
import { benchHelp, parseBenchOptions } from "./options.ts";
import { reportLines, type BenchReport } from "./report.ts";
import type { Figure } from "./result.ts";
import { projectDir } from "./workspace.ts";

function say(text: string): void {
  process.stderr.write(`bench  ${text}\n`);
}

/** Ctrl-C once: what runs is stopped and everything removed; twice: at once. */
function interruptible(): AbortSignal {
  const controller = new AbortController();
  const onSignal = (): void => {
    if (controller.signal.aborted) process.exit(exitCodes.interrupted);
    say("stopping and cleaning up; Ctrl-C again stops at once and leaves namespaces bench-* behind");
    controller.abort();
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
  return controller.signal;
}

async function main(args: readonly string[]): Promise<number> {
  const options = parseBenchOptions(
    args,
    benchmarks.map(({ name }) => name),
  );
  if (options.help) {
    process.stdout.write(`${benchHelp(benchmarks)}\n`);
    return exitCodes.done;
  }
  const machine = thisMachine();
  const figures: Figure[] = [];
  try {
    await measure({ options, say, signal: interruptible() }, figures);
  } catch (error) {
    // What was measured before it went wrong took its time: it is not thrown away.
    if (figures.length > 0) await tell(reportOf(figures, machine), options.json);
    throw error;
  }
  const report = reportOf(figures, machine);
  await tell(report, options.json);
  return report.mustHold.every(({ ok }) => ok) ? exitCodes.done : exitCodes.rolledBack;
}

function reportOf(figures: readonly Figure[], machine: Machine): BenchReport {
  const at = new Date().toISOString();
  return {
    at,
    commit: measuredCommit(projectDir),
    machine,
    options: process.argv.slice(2),
    figures,
    mustHold: judge(figures),
  };
}

/** Prints the report and keeps it in bench/results/. */
async function tell(report: BenchReport, json: boolean): Promise<void> {
  const text = JSON.stringify(report, null, 2);
  const folder = join(projectDir, "bench", "results");
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, `${report.at.replaceAll(":", "")}.json`), `${text}\n`);
  process.stdout.write(`${json ? text : reportLines(report).join("\n")}\n`);
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.exitCode = reportError(error, process.argv.includes("--json"));
}
process.exit();
