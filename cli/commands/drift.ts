import type { Command } from "commander";
import type { DriftOptions } from "../actions/drift.ts";

/** What somebody changed behind the releases' back. */
export function addDriftCommand(program: Command): void {
  program
    .command("drift [services...]")
    .summary("what was changed or deleted by hand since it was last applied: which field, who, when")
    .description("Exit codes: 0 all is as applied, 10 something was changed, 11 something is gone.")
    .option("-w, --watch", "say so whenever it changes, until Ctrl-C; with --json a line each time")
    .option("--interval <seconds>", "with --watch: seconds between two looks", "10")
    .addHelpText(
      "after",
      "\nExamples:\n  release drift --stack prod\n  release drift website --watch --interval 60 --json",
    )
    .action(async (services: string[], options: DriftOptions, command: Command) => {
      await (await import("../actions/drift.ts")).showDrift(services, options, command);
    });
}
