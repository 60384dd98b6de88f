import type { Command } from "commander";
import type { RunOptions } from "../actions/run.ts";

/** One run of a schedule, now. */
export function addRunCommand(program: Command): void {
  program
    .command("run <service>")
    .summary("run a schedule's service now, and follow it to its end")
    .description(
      "Begins one run of a service with template: schedule, in the version that is released, and shows its log.\n" +
        "Its end decides the exit code: 0 it succeeded, 3 it failed. Ctrl-C ends the following, not the run.\n" +
        "The same call once more follows the run that is on its way.",
    )
    .option("-m, --message <text>", "why: kept in the record")
    .option("--despite-freeze <reason>", "run it though it is frozen (release freeze): kept in the record")
    .option("-y, --yes", "do not ask, not even before prod")
    .addHelpText(
      "after",
      '\nExamples:\n  release run backup --stack staging\n  release run invoices -m "the ones of Friday are missing"',
    )
    .action(async (service: string, options: RunOptions, command: Command) => {
      await (await import("../actions/run.ts")).runService(service, options, command);
    });
}
