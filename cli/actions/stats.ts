import type { Command } from "commander";
import { resolve } from "node:path";
import { errorText } from "../../errors/errorText.ts";
import { UsageProblem } from "../../errors/problem.ts";
import type { Period } from "../../figures/figures.ts";
import { rowsOf, type Grouping } from "../../figures/rows.ts";
import { stackChanges, type StackChanges } from "../../figures/stackChanges.ts";
import { figuresAnswer, type FiguresView } from "../../figures/view.ts";
import { writeFileAtomic } from "../../host/atomicFile.ts";
import { serviceNamed } from "../../release/verbs/serviceNamed.ts";
import { globalOptions, type GlobalOptions } from "../globalOptions.ts";
import { processOutput, type Output } from "../output.ts";
import { locateStacks } from "../project.ts";
import { csvLines } from "../renderers/figures/csv.ts";
import { figuresSvg } from "../renderers/figures/svg.ts";
import { figuresLines } from "../renderers/figures/table.ts";
import { openLook } from "../session.ts";
import { parseTime } from "./history.ts";

export interface StatsOptions {
  since: string;
  until?: string;
  service?: string;
  by: Grouping;
  csv?: boolean;
  svg?: string;
}

export async function showStats(options: StatsOptions, command: Command): Promise<void> {
  const globals = globalOptions(command);
  const output = processOutput(globals);
  if (options.csv === true && output.json) {
    throw new UsageProblem({ code: "FORMAT_TWICE", what: "--csv and --json are two formats", next: "choose one" });
  }
  const view = await figuresView(options, globals, output);
  if (options.svg !== undefined) {
    const file = resolve(globals.cwd ?? ".", options.svg);
    await writeFileAtomic(file, figuresSvg(view));
    output.say(`written: ${file}`);
  }
  output.result(options.csv === true ? csvLines(view) : figuresLines(view, output.style), figuresAnswer(view));
}

async function figuresView(
  { by, service, since, until }: StatsOptions,
  globals: GlobalOptions,
  output: Output,
): Promise<FiguresView> {
  const now = new Date();
  const asked = askedPeriod(parseTime(since, now), until === undefined ? now : parseTime(until, now));
  const wanted = by === "stack" ? locateStacks(globals).map(({ stack }) => stack) : [globals.stack];
  const read: StackChanges[] = [];
  for (const stack of wanted) {
    try {
      read.push(await changesOfStack({ ...globals, ...(stack === undefined ? {} : { stack }) }, asked, service));
    } catch (error) {
      // One of many: a cluster that does not answer hides that stack alone.
      if (wanted.length === 1) throw error;
      output.say(`left out: stack ${stack ?? ""}: ${errorText(error)}`);
    }
  }
  const names =
    by === "stack" ? read.map(({ stack }) => stack) : by === "service" ? read.flatMap((one) => one.services) : [];
  // No mean over a time of which one stack knows nothing.
  const period = { ...asked, from: Math.max(asked.from, ...read.map((one) => one.covered.from)) };
  const rows = rowsOf(
    read.flatMap(({ changes }) => changes),
    { by, period, names },
  );
  const stacks = read.map(({ stack }) => stack);
  return { stacks, ...(service === undefined ? {} : { service }), by, asked, period, rows };
}

async function changesOfStack(options: GlobalOptions, asked: Period, service?: string): Promise<StackChanges> {
  const session = openLook(options);
  const { stack, location, records } = session;
  const of = { stack, records, engine: await session.engine(), projectDir: location.projectDir };
  const found = await stackChanges(of, asked, service);
  // One that was removed since is known by its records.
  if (service !== undefined && found.changes.length === 0) serviceNamed(stack, service);
  return found;
}

/** @throws UsageProblem PERIOD_EMPTY */
function askedPeriod(from: Date, until: Date): Period {
  if (from < until) return { from: from.getTime(), until: until.getTime() };
  throw new UsageProblem({
    code: "PERIOD_EMPTY",
    what: `nothing lies between ${from.toISOString()} and ${until.toISOString()}`,
    next: "e.g. --since 30d --until 7d",
  });
}
