import type { Command } from "commander";
import type { FreezeOptions, UnfreezeOptions } from "../actions/freeze.ts";

/** A time in which nothing is released: a sale, an audit, an incident. */
export function addFreezeCommands(program: Command): void {
  program
    .command("freeze")
    .summary("hold every release of the stack, or of services, until a time; without options: what is frozen")
    .description(
      "Until then every verb that changes the cluster ends with FROZEN (exit 4), but rollback and recover.\n" +
        "TIME is from now (90m, 4h, 3d), or a date: 2026-12-01, 2026-12-01T08:00+01:00; in UTC unless it says otherwise.",
    )
    .option("--until <time>", "when it ends by itself")
    .option("--reason <text>", "why: whoever is held is told")
    .option("--service <name...>", "these services, or groups, alone (default: the whole stack)")
    .addHelpText(
      "after",
      `
Examples:
  release freeze                                              what is frozen
  release freeze --until 3d --reason "Black Friday" --stack prod
  release freeze --until 2026-12-01T08:00+01:00 --reason audit --service website docs
  release up website=v2 --despite-freeze "CVE-2026-1234"      past it, on record`,
    )
    .action(async (options: FreezeOptions, command: Command) => {
      await (await import("../actions/freeze.ts")).freeze(options, command);
    });

  program
    .command("unfreeze")
    .summary("end freezes before their time")
    .option("--service <name...>", "of these services, or groups, alone (default: all that is frozen)")
    .addHelpText("after", "\nExamples:\n  release unfreeze --stack prod\n  release unfreeze --service website")
    .action(async (options: UnfreezeOptions, command: Command) => {
      await (await import("../actions/freeze.ts")).unfreeze(options, command);
    });
}
