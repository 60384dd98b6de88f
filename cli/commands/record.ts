import type { Command } from "commander";
import type { RecordOptions } from "../actions/record.ts";

/** For teams that keep to plain `pulumi up`. */
export function addRecordCommand(program: Command): void {
  program
    .command("record")
    .summary("give the updates of plain `pulumi up` the record that a release has")
    .description(
      "A plain `pulumi up` stands in Pulumi's history alone. This writes its record beside the others': what it changed,\n" +
        "when, why, from which commit and by what, as Pulumi noted them. Done again, it writes what is new; an update that\n" +
        "changed nothing has none. Releases nothing.",
    )
    .requiredOption("--from-history", "from Pulumi's own history")
    .option("--since <time>", "of updates from this time on: 2026-11-22, 2026-11-22T01:30Z, or an age: 90m, 12h, 7d")
    .option("--dry-run", "show what would be recorded, and stop")
    .addHelpText(
      "after",
      `
Examples:
  release record --from-history --stack staging
  release record --from-history --since 7d --dry-run`,
    )
    .action(async (options: RecordOptions, command: Command) => {
      await (await import("../actions/record.ts")).recordFromHistory(options, command);
    });
}
