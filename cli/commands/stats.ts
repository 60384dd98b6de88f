import { Option, type Command } from "commander";
import type { StatsOptions } from "../actions/stats.ts";

/** How often, how fast and how safely a team releases. */
export function addStatsCommand(program: Command): void {
  program
    .command("stats")
    .summary("deployment frequency, lead time, change failure rate, time to restore")
    .description(
      "The four DORA figures, from what is on record. docs/figures.md defines what counts as what.\n" +
        "By stack: every stack of the project, unless --stack names one.",
    )
    .option("--since <time>", "from this time on: 2026-11-22, 2026-11-22T01:30Z, or an age: 12h, 30d", "30d")
    .option("--until <time>", "up to this time, likewise; default now")
    .option("--service <name>", "of this service alone")
    .addOption(new Option("--by <what>", "a row of each").choices(["service", "stack", "week"]).default("service"))
    .option("--csv", "comma-separated values on stdout, times in seconds")
    .option("--svg <file>", "write them as a picture too")
    .addHelpText(
      "after",
      `
Examples:
  release stats
  release stats --since 90d --by week --svg figures.svg
  release stats --by stack --csv > figures.csv
  release stats --service website --json`,
    )
    .action(async (options: StatsOptions, command: Command) => {
      await (await import("../actions/stats.ts")).showStats(options, command);
    });
}
