import type { Command } from "commander";
import type { StatusOptions } from "../actions/status.ts";

/** What serves now. */
export function addStatusCommands(program: Command): void {
  program
    .command("status [services...]")
    .summary("what serves now: version, pods, the last good release, who is releasing")
    .option("-w, --watch", "follow until Ctrl-C; with --json a line each time")
    .option("--interval <seconds>", "with --watch: seconds between two looks", "2")
    .option("--exit-code", "end with 10 where something was changed by hand, with 11 where something is gone")
    .addHelpText(
      "after",
      "\nExamples:\n  release status\n  release status website --watch\n  release status --stack prod --json",
    )
    .action(async (services: string[], options: StatusOptions, command: Command) => {
      await (await import("../actions/status.ts")).showStatus(services, options, command);
    });
}
