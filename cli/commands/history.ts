import type { Command } from "commander";
import type { HistoryOptions } from "../actions/history.ts";

/** What was released, and one release in full. */
export function addHistoryCommands(program: Command): void {
  program
    .command("history")
    .summary("what was released, by whom, when, for how long, and how it ended")
    .option("--service <name>", "releases of this service")
    .option("--operator <name>", "by this operator (a part of the name is enough)")
    .option("--result <result>", "e.g. succeeded, 'rolled back', failed, interrupted")
    .option("--kind <kind>", "deploy, rollback, resubmit, restart, promote, canary, restore, destroy")
    .option("--since <time>", "from this time on: 2026-11-22, 2026-11-22T01:30Z, or an age: 90m, 12h, 7d")
    .option("--until <time>", "up to this time, likewise")
    .option("--limit <n>", "at most this many", "20")
    .addHelpText(
      "after",
      "\nExamples:\n  release history --service website --since 7d\n  release history --result 'rolled back' --json",
    )
    .action(async (options: HistoryOptions, command: Command) => {
      await (await import("../actions/history.ts")).showHistory(options, command);
    });

  program
    .command("show <id>")
    .summary("one release in full: parameters, phases, cause, logs, events")
    .description("The last letters of an id are enough where they fit only one release.")
    .option("--svg <file>", "of a canary: how it went, as a picture")
    .addHelpText(
      "after",
      "\nExamples:\n  release show 20261122-013005-k3f2\n  release show k3f2 --json\n  release show k3f2 --svg canary.svg",
    )
    .action(async (id: string, options: { svg?: string }, command: Command) => {
      await (await import("../actions/history.ts")).showRelease(id, options, command);
    });
}
