import type { Command } from "commander";
import type { LogsOptions } from "../actions/logs.ts";

/** What a service's pods write. */
export function addLogsCommand(program: Command): void {
  program
    .command("logs <service>")
    .summary("what a service's pods write, a prefix a pod")
    .description("Terminal escapes are taken out, and what looks like a secret is hidden.")
    .option("-p, --previous", "of restarted containers, the run before")
    .option("-f, --follow", "go on until Ctrl-C, new pods included")
    .option("--tail <n>", "lines from the end of each log", "100")
    .addHelpText(
      "after",
      "\nExamples:\n  release logs website\n  release logs website --previous\n  release logs website -f --tail 10",
    )
    .action(async (name: string, options: LogsOptions, command: Command) => {
      await (await import("../actions/logs.ts")).showLogs(name, options, command);
    });
}
