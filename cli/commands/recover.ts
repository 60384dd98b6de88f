import type { Command } from "commander";

/** What helps after an interruption. */
export function addRecoverCommands(program: Command): void {
  program
    .command("recover")
    .summary("explain and mend what a killed release left behind")
    .description(
      "Takes away the lock of a process that is gone, mends pending operations, closes open records.\n" +
        "A release that arrived is finished; any other is undone by going back to the last good one;\n" +
        "in a stack whose name says prod a person is asked first.",
    )
    .option("-y, --yes", "do not ask, not even before going back in prod")
    .option("--of <release>", "only where this release is the newest one: what came after it is not taken back")
    .option("-m, --message <text>", "why a cancelled release is taken back; stands in its record")
    .option("--force-conflicts", "take over fields that another manager (kubectl edit …) has set since")
    .addHelpText("after", "\nExamples:\n  release recover --stack staging\n  release recover --stack prod --yes")
    .action(async (_options: unknown, command: Command) => {
      await (await import("../actions/recover.ts")).recoverStack(command);
    });

  program
    .command("cancel")
    .summary("say who is releasing, and take away the lock of a process that is gone")
    .addHelpText("after", "\nExamples:\n  release cancel --stack staging")
    .action(async (_options: unknown, command: Command) => {
      await (await import("../actions/recover.ts")).cancel(command);
    });
}
